/**
 * <b>Where does Y begin?</b> Random, SVD and k-means starts (paper, Appendix A, Table 5).
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.start;
