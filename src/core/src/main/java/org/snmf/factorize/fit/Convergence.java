package org.snmf.factorize.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.Stopping;

/** Applies the {@link Stopping} rules to the sequence of errors. */
final class Convergence {
    private final Stopping rule;
    private final double squaredNorm;
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
        stale = improved(iteration, relativeError) ? 0 : stale + 1;
        if (stale >= rule.patience()) {
            return Optional.of(StopReason.CONVERGED);
        }
        if (best.size() >= rule.iterations()) {
            return Optional.of(StopReason.ITERATIONS);
        }
        return seconds >= rule.seconds() ? Optional.of(StopReason.TIME) : Optional.empty();
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
