/**
 * <b>Does the tree mean something?</b> Coverage of children by parents (paper, Appendix G), purity of parents, names
 * of nodes.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.hierarchy;
