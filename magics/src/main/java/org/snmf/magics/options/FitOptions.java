package org.snmf.magics.options;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private String sparsity;

    @Option(
            names = "--init",
            paramLabel = "HOW",
            completionCandidates = Initializations.class,
            description = "Where Y starts: ${COMPLETION-CANDIDATES}.")
    private String init;

    @Option(
            names = "--update",
            paramLabel = "HOW",
            completionCandidates = Updates.class,
            description = "How Y is improved: ${COMPLETION-CANDIDATES}.")
    private String update;

    @Option(names = "--sweeps", paramLabel = "N", description = "Passes over Y in each iteration.")
    private String sweeps;

    @Option(
            names = "--extrapolation",
            paramLabel = "B",
            description = "How far Z looks ahead of Y, 0 to below 1; 0 for the plain alternation.")
    private String extrapolation;

    @Option(names = "--ridge", paramLabel = "X", description = "Ridge of the closed form of Z.")
    private String ridge;

    @Option(names = "--iterations", paramLabel = "N", description = "Most iterations.")
    private String iterations;

    @Option(names = "--tolerance", paramLabel = "T", description = "Least fall of the error that counts.")
    private String tolerance;

    @Option(names = "--window", paramLabel = "N", description = "Iterations over which the fall is measured.")
    private String window;

    @Option(names = "--patience", paramLabel = "N", description = "Iterations without enough fall before the end.")
    private String patience;

    @Option(names = "--absolute", description = "Tolerance as the published code means it: on the squared error.")
    private boolean absolute;

    @Option(names = "--seconds", paramLabel = "S", description = "Budget of time.")
    private String seconds;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of every random choice.")
    private String seed;

    @Option(names = "--revive", description = "Restart dead features.")
    private boolean revive;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            completionCandidates = Engines.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String engine;

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads.")
    private String threads;

    @Option(
            names = "--memory-budget",
            paramLabel = "SIZE",
            description =
                    "Memory that the fit may hold, as in 1GiB. What is larger stays in files: A is read anew in each"
                            + " iteration, Y lies in scratch files. Default: what the machine has to give.")
    private String memoryBudget;

    /**
     * The options that were given, over the library's defaults.
     *
     * @param rank number of features as it was given
     * @param a A, whose origin tells the default sparsity by the family of the model (paper, Appendix D.2)
     */
    public SnmfOptions options(String rank, ActivationMatrix a) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("rank", rank);
        given.put("sparsity", sparsity == null ? defaultSparsity(a) : share(sparsity));
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

    private static String defaultSparsity(ActivationMatrix a) {
        return a.origin()
                .map(Origin::family)
                .filter(family -> !family.isEmpty())
                .map(family -> String.valueOf(SnmfOptions.paperSparsity(family)))
                .orElse(null);
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
