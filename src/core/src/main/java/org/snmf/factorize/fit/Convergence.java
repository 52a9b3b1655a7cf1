package org.snmf.factorize.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.Stopping;

/** Applies the {@link Stopping} rules to the sequence of errors. */
final class Convergence {
    /** How many times the patience a fit is gone on with while its error moves or lies above its best. */
    private static final int LONG = 10;

    /** Share by which the error may lie above its best where it counts as converged. */
    static final double ABOVE = 0.01;

    private final Stopping rule;
    private final double squaredNorm;
    private final List<Double> errors = new ArrayList<>();
    private final List<Double> best = new ArrayList<>();
    private double leastLoss = Double.POSITIVE_INFINITY;
    private int stale;

    /** @param squaredNorm ‖A‖² */
    Convergence(Stopping rule, double squaredNorm) {
        this.rule = rule;
        this.squaredNorm = squaredNorm;
    }

    /** Takes the relative error of the next iteration and the seconds since the start; says whether to end. */
    Optional<StopReason> next(double relativeError, double seconds) {
        int iteration = best.size();
        double least = iteration == 0 ? relativeError : Math.min(best.get(iteration - 1), relativeError);
        best.add(least);
        errors.add(relativeError);
        stale = improved(iteration, relativeError) ? 0 : stale + 1;
        boolean forLong = stale / LONG >= rule.patience();
        if (stale >= rule.patience() && (rule.absolute() || (standsAtItsBest() && (hasFallen() || forLong)))) {
            return Optional.of(StopReason.CONVERGED);
        }
        if (forLong) {
            return Optional.of(StopReason.NO_BETTER);
        }
        if (best.size() >= rule.iterations()) {
            return Optional.of(StopReason.ITERATIONS);
        }
        return seconds >= rule.seconds() ? Optional.of(StopReason.TIME) : Optional.empty();
    }

    /** Whether the error moved by no more than the tolerance within the window, and lies near the best one. */
    private boolean standsAtItsBest() {
        int last = errors.size() - 1;
        List<Double> window = errors.subList(Math.max(0, last - rule.window()), last + 1);
        double least = Collections.min(window);
        return Collections.max(window) - least <= rule.tolerance() * least
                && errors.get(last) <= (1 + ABOVE) * best.get(last);
    }

    /** Whether the error fell at all: a start may be a point that a fit leaves only after many iterations. */
    private boolean hasFallen() {
        return best.get(best.size() - 1) < (1 - rule.tolerance()) * errors.get(0);
    }

    private boolean improved(int iteration, double relativeError) {
        if (rule.absolute()) {
            double loss = relativeError * relativeError * squaredNorm;
            if (loss < leastLoss - rule.tolerance()) {
                leastLoss = loss;
                return true;
            }
            return false;
        }
        if (iteration < rule.window()) {
            return true;
        }
        double before = best.get(iteration - rule.window());
        return before - best.get(iteration) > rule.tolerance() * before;
    }
}
