package org.snmf.magics.options;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.magics.report.Memory;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Origin;
import picocli.CommandLine.Option;

/** The options of a fit as words; what is not given keeps the library's default. */
public final class FitOptions {
    @Option(
            names = "--sparsity",
            paramLabel = "P",
            description = "Share of its neurons that a feature keeps, or per cent as in '5%%'. "
                    + "Default: the paper's, 1%%, for GPT-2 5%%.")
    private @Nullable String sparsity;

    @Option(
            names = "--init",
            paramLabel = "HOW",
            completionCandidates = Initializations.class,
            description =
                    "Where Y starts: ${COMPLETION-CANDIDATES}. Incremental finds Z eight times a pass at first where there"
                            + " are 50,000 tokens and the update is hals, and is random else. Default: incremental.")
    private @Nullable String init;

    @Option(
            names = "--update",
            paramLabel = "HOW",
            completionCandidates = Updates.class,
            description = "How Y is improved: ${COMPLETION-CANDIDATES}. Default: hals.")
    private @Nullable String update;

    @Option(
            names = "--sweeps",
            paramLabel = "N",
            description = "Passes over Y in each iteration. Default: as usual for the update, 2 with hals.")
    private @Nullable String sweeps;

    @Option(
            names = "--extrapolation",
            paramLabel = "B",
            description =
                    "How far Z looks ahead of Y, 0 to below 1; 0 for the plain alternation. Default: as usual for the update, 0.7 with hals.")
    private @Nullable String extrapolation;

    @Option(names = "--ridge", paramLabel = "X", description = "Ridge of the closed form of Z. Default: 1.0E-6.")
    private @Nullable String ridge;

    @Option(names = "--iterations", paramLabel = "N", description = "Most iterations. Default: 1000.")
    private @Nullable String iterations;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "Least fall of the error that counts. Default: 1.0E-4.")
    private @Nullable String tolerance;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Iterations over which the fall is measured. Default: 10.")
    private @Nullable String window;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Iterations without enough fall before the end. Default: 10.")
    private @Nullable String patience;

    @Option(
            names = "--absolute",
            description = "Take --tolerance as the published code does: of the squared error, not as a share.")
    private boolean absolute;

    @Option(names = "--seconds", paramLabel = "S", description = "Budget of time. Default: without limit.")
    private @Nullable String seconds;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of every random choice. Default: 0.")
    private @Nullable String seed;

    @Option(names = "--revive", description = "Give features that no token uses a new start.")
    private boolean revive;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            completionCandidates = Engines.class,
            description = "${COMPLETION-CANDIDATES}. Default: torch.")
    private @Nullable String engine;

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads. Default: one for each processor.")
    private @Nullable String threads;

    @Option(
            names = "--memory-budget",
            paramLabel = "SIZE",
            description =
                    "Memory that the fit may hold, as in 1GiB. What is larger stays in files: A is read anew in each"
                            + " iteration, Y lies in scratch files. Default: what the machine has to give.")
    private @Nullable String memoryBudget;

    /**
     * The options that were given, over the library's defaults.
     *
     * @param rank number of features as it was given
     */
    public SnmfOptions options(String rank) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("rank", rank);
        given.put("sparsity", sparsity == null ? null : share(sparsity));
        given.put("init", init);
        given.put("update", update);
        given.put("sweeps", sweeps);
        given.put("extrapolation", extrapolation);
        given.put("ridge", ridge);
        given.put("iterations", iterations);
        given.put("tolerance", tolerance);
        given.put("window", window);
        given.put("patience", patience);
        given.put("seconds", seconds);
        given.put("seed", seed);
        given.put("engine", engine);
        given.put("threads", threads);
        given.put(
                "memory-budget",
                memoryBudget == null ? null : String.valueOf(Memory.parse("--memory-budget", memoryBudget)));
        given.put("absolute", absolute ? "true" : null);
        given.put("revive", revive ? "true" : null);
        given.values().removeIf(java.util.Objects::isNull);
        return SnmfOptions.fromProperties(given);
    }

    /** The same with the default sparsity of the family of models that A is of (paper, Appendix D.2), unless one was given. */
    public SnmfOptions of(ActivationMatrix a, SnmfOptions options) {
        return of(a.origin(), options);
    }

    /** As {@link #of(ActivationMatrix, SnmfOptions)}, where only the origin of A is at hand. */
    public SnmfOptions of(Optional<Origin> origin, SnmfOptions options) {
        String family = sparsity == null ? origin.map(Origin::family).orElse("") : "";
        return family.isEmpty() ? options : options.withSparsity(SnmfOptions.paperSparsity(family));
    }

    /** {@code 5%} is {@code 0.05}; all else is left for the options to judge. */
    private static String share(String text) {
        String number = text.strip();
        if (!number.endsWith("%")) {
            return number;
        }
        try {
            return String.valueOf(
                    Double.parseDouble(number.substring(0, number.length() - 1).strip()) / 100);
        } catch (NumberFormatException e) {
            return number;
        }
    }

    private abstract static class Keys<T> implements Iterable<String> {
        private final T[] values;
        private final Function<T, String> key;

        Keys(T[] values, Function<T, String> key) {
            this.values = values.clone();
            this.key = key;
        }

        @Override
        public Iterator<String> iterator() {
            return Stream.of(values).map(key).iterator();
        }
    }

    static final class Initializations extends Keys<Initialization> {
        Initializations() {
            super(Initialization.values(), Initialization::key);
        }
    }

    static final class Updates extends Keys<CoefficientUpdate> {
        Updates() {
            super(CoefficientUpdate.values(), CoefficientUpdate::key);
        }
    }

    static final class Engines extends Keys<String> {
        Engines() {
            super(new String[] {"torch", "nd4j"}, Function.identity());
        }
    }
}
