/**
 * <b>How are Z and Y improved?</b> The ridge solution with winner-take-all for Z; the updates of Y, row by row and in
 * blocks (paper, Appendix A).
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.steps;
