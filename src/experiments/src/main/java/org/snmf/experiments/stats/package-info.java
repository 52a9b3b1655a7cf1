/**
 * <b>How sure is a number?</b> Bootstrap intervals and permutation tests. Knows no features.
 */
package org.snmf.experiments.stats;
