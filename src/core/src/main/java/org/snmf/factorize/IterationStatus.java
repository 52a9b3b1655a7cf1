package org.snmf.factorize;

/**
 * What one iteration came to.
 *
 * @param iteration number of the iteration, from 1
 * @param seconds wall time since the fit began, at the end of the iteration; interruptions before a resume not counted
 * @param relativeError ‖A − ZY‖_F / ‖A‖_F after the iteration
 * @param change fall of the relative error against the iteration before, as a share of it; negative when it rose, NaN in the
 *     first
 * @param density share of the entries of Y that are not zero
 * @param deadFeatures features whose column of Z or row of Y is all zero
 * @param secondsLeft estimate of the wall time to the last iteration allowed; the fit may end earlier
 */
public record IterationStatus(
        int iteration,
        double seconds,
        double relativeError,
        double change,
        double density,
        int deadFeatures,
        double secondsLeft) {}
