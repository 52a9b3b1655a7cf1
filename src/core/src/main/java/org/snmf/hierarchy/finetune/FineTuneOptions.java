package org.snmf.hierarchy.finetune;

import org.snmf.errors.InputException;

/**
 * How all levels are fine-tuned together.
 *
 * @param form whether nonnegativity and supports are kept
 * @param objective which reconstructions of A the loss holds
 * @param iterations most iterations, each with one pass over A; at least 1
 * @param tolerance the fine-tune ends when an iteration lowers the objective by less than this share of it; at least 0
 * @param sweeps gradient steps for each matrix within an iteration, at least 1
 */
public record FineTuneOptions(Form form, Objective objective, int iterations, double tolerance, int sweeps) {
    /** What a fine-tune keeps. */
    public enum Form {
        /** Every Y stays nonnegative and every Z keeps its supports, by projection after each gradient step. */
        CONSTRAINED,
        /** Gradient steps alone, as published: Y may become negative and Z dense. */
        UNCONSTRAINED
    }

    /** Which reconstructions of A the loss holds. */
    public enum Objective {
        /**
         * ½‖A − Z_L Y_L ⋯ Y_0‖², as published. Z_0 … Z_(L−1) do not occur in it and stay as they are, while the Y's below
         * them change.
         */
        COARSEST,
        /** Σ_i ½‖A − Z_i Y_i ⋯ Y_0‖², so that every level keeps describing A. */
        EVERY_LEVEL
    }

    /** @throws InputException if a value is out of its range */
    public FineTuneOptions {
        if (iterations < 1) {
            throw new InputException("fine-tune iterations", "at least 1", "" + iterations, "");
        }
        if (!(tolerance >= 0)) {
            throw new InputException("fine-tune tolerance", "at least 0", "" + tolerance, "");
        }
        if (sweeps < 1) {
            throw new InputException("fine-tune sweeps", "at least 1", "" + sweeps, "");
        }
    }

    /** Constrained, every level, at most 200 iterations of 3 sweeps, until an iteration gains less than 10⁻⁵. */
    public static FineTuneOptions defaults() {
        return new FineTuneOptions(Form.CONSTRAINED, Objective.EVERY_LEVEL, 200, 1e-5, 3);
    }

    /** As the paper has it: unconstrained, on the reconstruction from the coarsest level. */
    public static FineTuneOptions published() {
        return new FineTuneOptions(Form.UNCONSTRAINED, Objective.COARSEST, 200, 1e-5, 3);
    }

    /** These options with another form. */
    public FineTuneOptions withForm(Form other) {
        return new FineTuneOptions(other, objective, iterations, tolerance, sweeps);
    }

    /** These options with another objective. */
    public FineTuneOptions withObjective(Objective other) {
        return new FineTuneOptions(form, other, iterations, tolerance, sweeps);
    }

    /** These options with another number of iterations. */
    public FineTuneOptions withIterations(int other) {
        return new FineTuneOptions(form, objective, other, tolerance, sweeps);
    }
}
