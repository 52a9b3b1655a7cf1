/**
 * <b>How does one run of the fit go?</b> The loop over iterations with its plan of memory, extrapolation, convergence,
 * and checkpoints.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.fit;
