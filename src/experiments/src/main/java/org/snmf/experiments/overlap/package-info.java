/**
 * <b>Which neurons do features share?</b> Shared and exclusive neurons of groups, with permutation tests (paper,
 * section 6, Figure 5).
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.overlap;
