package org.snmf.hierarchy;

import java.util.List;

/**
 * What one iteration of joint fine-tuning came to.
 *
 * @param iteration number of the iteration; 0 is the state before the first
 * @param seconds wall time since the fine-tune began
 * @param relativeErrors for each level i, ‖A − Z_i Y_i ⋯ Y_0‖_F / ‖A‖_F, whether or not the objective holds it
 * @param objective half the sum of squared errors ‖A − Z_i Y_i ⋯ Y_0‖² over the levels in the objective
 */
public record FineTuneStatus(int iteration, double seconds, List<Double> relativeErrors, double objective) {
    public FineTuneStatus {
        relativeErrors = List.copyOf(relativeErrors);
    }

    /** The relative error of the coarsest level, which the paper's objective minimizes. */
    public double relativeError() {
        return relativeErrors.get(relativeErrors.size() - 1);
    }
}
