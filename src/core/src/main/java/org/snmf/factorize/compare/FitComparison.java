package org.snmf.factorize.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.snmf.errors.InputException;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/**
 * One matrix fitted under several options, each from the same seeds: what a choice costs or gains, beside what a seed
 * alone does (paper, Appendix A, Tables 3 to 7).
 *
 * @param choices in the order asked for, each with at least one finished fit
 */
public record FitComparison(List<Choice> choices) {
    /**
     * A number over the seeds of one choice.
     *
     * @param mean their mean
     * @param deviation their standard deviation, NaN of a single one
     */
    public record Spread(double mean, double deviation) {
        static Spread of(double[] values) {
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Spread(mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)));
        }
    }

    /**
     * One choice.
     *
     * @param name what a person calls it
     * @param runs its finished fits, in the order of their seeds
     */
    public record Choice(String name, List<Factorization> runs) {
        public Choice {
            runs = List.copyOf(runs);
        }

        /** The run with the least relative error. */
        public Factorization best() {
            Factorization best = runs.get(0);
            for (Factorization run : runs) {
                best = run.relativeError() < best.relativeError() ? run : best;
            }
            return best;
        }

        /** Iterations until the fit ended. */
        public Spread iterations() {
            return over(run -> run.trace().size());
        }

        /** Relative error ‖A − ZY‖ / ‖A‖ of the kept factors. */
        public Spread error() {
            return over(Factorization::relativeError);
        }

        /** Share of the entries of Y that are not zero, in the kept iteration. */
        public Spread density() {
            return over(run -> kept(run).density());
        }

        /** How far features come back under other seeds, see {@link Stability#mean()}; NaN of a single run. */
        public double stability() {
            return runs.size() < 2 ? Double.NaN : Stability.of(runs).mean();
        }

        /** The first iteration of the best run whose error is at most {@code error}, if one's is. */
        public OptionalInt iterationsTo(double error) {
            return best().trace().stream()
                    .filter(status -> status.relativeError() <= error)
                    .mapToInt(IterationStatus::iteration)
                    .findFirst();
        }

        private Spread over(ToDoubleFunction<Factorization> number) {
            return Spread.of(runs.stream().mapToDouble(number).toArray());
        }

        private static IterationStatus kept(Factorization run) {
            return run.trace().get(run.bestIteration() - 1);
        }
    }

    public FitComparison {
        choices = List.copyOf(choices);
    }

    /** The choice of this name. */
    public Choice choice(String name) {
        return choices.stream()
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "choice", "one of " + choices.stream().map(Choice::name).toList(), name, ""));
    }

    /** The starts of Y that differ for as many tokens as A has, by their keys (paper, Tables 3 to 5). */
    public static FitComparison starts(ActivationMatrix a, SnmfOptions options, int seeds, Progress progress) {
        Map<String, SnmfOptions> choices = new LinkedHashMap<>();
        for (Initialization start : Initialization.values()) {
            if (start != Initialization.INCREMENTAL || a.tokens() >= Initialization.INCREMENTAL_FROM_TOKENS) {
                choices.put(start.key(), options.withInitialization(start));
            }
        }
        return run(a, choices, seeds, progress);
    }

    /** All updates of Y that {@link CoefficientUpdate} has, by their keys, each with its usual sweeps and extrapolation. */
    public static FitComparison updates(ActivationMatrix a, SnmfOptions options, int seeds, Progress progress) {
        Map<String, SnmfOptions> choices = new LinkedHashMap<>();
        for (CoefficientUpdate update : CoefficientUpdate.values()) {
            choices.put(update.key(), options.withCoefficientUpdate(update));
        }
        return run(a, choices, seeds, progress);
    }

    /** Several shares p of neurons that a feature keeps, named as percentages (paper, Tables 6 and 7). */
    public static FitComparison sparsities(
            ActivationMatrix a, SnmfOptions options, double[] shares, int seeds, Progress progress) {
        Map<String, SnmfOptions> choices = new LinkedHashMap<>();
        for (double share : shares) {
            choices.put(String.format(Locale.ROOT, "p = %s %%", trimmed(100 * share)), options.withSparsity(share));
        }
        return run(a, choices, seeds, progress);
    }

    /** Several numbers k of features, named {@code k = …}. */
    public static FitComparison ranks(
            ActivationMatrix a, SnmfOptions options, int[] ranks, int seeds, Progress progress) {
        Map<String, SnmfOptions> choices = new LinkedHashMap<>();
        for (int rank : ranks) {
            choices.put("k = " + rank, options.withRank(rank));
        }
        return run(a, choices, seeds, progress);
    }

    /**
     * Fits A (d_a × n) under every choice with the seeds {@code options.seed()}, {@code options.seed() + 1}, …
     *
     * @param choices options by name
     * @param seeds fits of each, at least 1
     * @param progress told of every iteration and fit; when it requests a stop, what was finished is compared
     * @throws InputException if a choice can never be fitted, which is found before any work is done; or a stop leaves
     *     no fit
     */
    public static FitComparison run(
            ActivationMatrix a, Map<String, SnmfOptions> choices, int seeds, Progress progress) {
        if (seeds < 1 || choices.isEmpty()) {
            throw new InputException(
                    "comparison of fits",
                    "at least one choice and one seed",
                    choices.size() + " choices and " + seeds + " seeds",
                    "");
        }
        choices.values().forEach(options -> SnmfPlan.of(options, a.neurons(), a.tokens()));
        FitsProgress fits = new FitsProgress(progress, "compare", choices.size() * seeds);
        List<Choice> finished = new ArrayList<>();
        choices.forEach((name, options) -> {
            List<Factorization> runs = Stability.runs(a, options, seeds, fits.of(name));
            if (!runs.isEmpty()) {
                finished.add(new Choice(name, runs));
            }
        });
        if (finished.isEmpty()) {
            throw new InputException(
                    "comparison of fits", "one finished fit", "none when it was stopped", "Let it run longer.");
        }
        if (fits.stopRequested()) {
            progress.warn("Stopped: " + finished.size() + " of " + choices.size() + " choices are compared.");
        }
        return new FitComparison(finished);
    }

    private static String trimmed(double percent) {
        return percent == Math.rint(percent)
                ? String.valueOf((long) percent)
                : String.valueOf(Math.round(percent * 1000) / 1000.0);
    }
}
