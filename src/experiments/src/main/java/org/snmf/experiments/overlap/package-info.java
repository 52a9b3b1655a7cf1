/**
 * <b>Which neurons do features share?</b> Shared and exclusive neurons of groups, with permutation tests (paper,
 * section 6, Figure 5).
 */
package org.snmf.experiments.overlap;
