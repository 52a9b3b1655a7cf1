package org.snmf.factorize;

/** Why a fit ended. */
public enum StopReason {
    /** The error no longer fell enough. */
    CONVERGED,
    /** The iterations allowed were done. */
    ITERATIONS,
    /** The budget of seconds was spent. */
    TIME,
    /** A stop was requested from outside. */
    REQUESTED
}
