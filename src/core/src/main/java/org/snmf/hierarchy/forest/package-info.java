/**
 * <b>Which trees do the levels make?</b> Nodes, edges above a threshold, and their formats for other programs (paper,
 * Appendix F.4).
 */
@org.jspecify.annotations.NullMarked
package org.snmf.hierarchy.forest;
