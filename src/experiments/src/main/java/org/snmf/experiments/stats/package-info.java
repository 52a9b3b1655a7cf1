/**
 * <b>How sure is a number?</b> Bootstrap intervals and permutation tests. Knows no features.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.stats;
