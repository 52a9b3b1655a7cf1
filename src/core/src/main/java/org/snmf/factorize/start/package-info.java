/**
 * <b>Where does Y begin?</b> Random, SVD and k-means starts (paper, Appendix A, Table 5). The incremental
 * start goes on from the random one with the steps of a fit, and is in {@code factorize.fit}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.start;
