package org.snmf.factorize;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * Options of one factorization A ≈ ZY. Refuses values that can never be right; what depends on the matrix (a rank above n)
 * is refused when the fit starts. Make one by {@link #rank(int)} and the withers.
 *
 * @param rank number of features k, at least 1
 * @param sparsity share p of each feature's neurons that winner-take-all keeps, in (0, 1]: the ⌈p·d_a⌉ largest by magnitude, so
 *     always one at least
 * @param initialization where Y starts
 * @param coefficientUpdate how Y is improved
 * @param sweeps passes of the coefficient update in each iteration, at least 1
 * @param extrapolation β in [0, 1): the feature update sees [Y + β(Y − Y′)]₊ in place of Y, where Y′ is the Y of the iteration
 *     before (after Ang and Gillis 2019). 0 for the plain alternation of the paper. β is halved when the error rose and grows
 *     back by a tenth when it fell
 * @param ridge λ of the feature update, above 0
 * @param epsilon added to the denominator of the multiplicative update for A at a root mean square of about 1, above 0; so a
 *     fit does not depend on the scale of A
 * @param stopping when the fit ends by itself
 * @param seed seed of every random choice
 * @param revive whether dead features are restarted at random coefficients; otherwise they are only counted
 * @param engine which engine multiplies: {@code torch} or {@code nd4j}
 * @param threads worker threads, at least 1; results are the same bytes only for the same number
 * @param memoryBudget bytes that the fit may hold at once; 0 for what the machine has to give when the fit begins. A fit
 *     that may not hold A reads it anew in each iteration, and one that may not hold Y keeps it in scratch files
 */
@RecordBuilder
public record SnmfOptions(
        int rank,
        double sparsity,
        Initialization initialization,
        CoefficientUpdate coefficientUpdate,
        int sweeps,
        double extrapolation,
        double ridge,
        double epsilon,
        Stopping stopping,
        long seed,
        boolean revive,
        String engine,
        int threads,
        long memoryBudget)
        implements SnmfOptionsBuilder.With {
    /** The paper's sparsity for models of 2 billion parameters and more. */
    public static final double PAPER_SPARSITY = 0.01;
    /** The paper's sparsity for GPT-2, whose layers are narrower. */
    public static final double PAPER_SPARSITY_GPT2 = 0.05;

    public SnmfOptions {
        require(rank >= 1, "rank", "at least 1", rank, "Take 50 to 400 to begin with.");
        require(
                sparsity > 0 && sparsity <= 1,
                "sparsity",
                "a share above 0 and at most 1",
                sparsity,
                "Give a share such as 0.05, or per cent as in 5%.");
        require(sweeps >= 1, "sweeps", "at least 1", sweeps, "One is the default.");
        require(
                extrapolation >= 0 && extrapolation < 1,
                "extrapolation",
                "at least 0 and below 1",
                extrapolation,
                "0 is for the plain alternation of the paper.");
        require(ridge > 0 && ridge < Double.POSITIVE_INFINITY, "ridge", "above 0", ridge, "1e-6 is the default.");
        require(
                epsilon > 0 && epsilon < Double.POSITIVE_INFINITY,
                "epsilon",
                "above 0",
                epsilon,
                "1e-6 is the default.");
        require(
                engine.equals("torch") || engine.equals("nd4j"),
                "engine",
                "torch or nd4j",
                engine,
                "torch is the default.");
        require(
                threads >= 1 && threads <= 1024,
                "threads",
                "1 to 1024",
                threads,
                "Leave it out for one thread a core.");
        require(
                memoryBudget >= 0,
                "memory budget",
                "at least 0 bytes",
                memoryBudget,
                "0 is for as much as the fit needs.");
    }

    private static void require(boolean holds, String option, String expected, Object found, String remedy) {
        if (!holds) {
            throw new InputException(option, expected, String.valueOf(found), remedy);
        }
    }

    /**
     * The paper's options (Appendix A) for k = {@code rank}, except that the coefficients are updated by two sweeps of HALS and
     * extrapolated, which reaches the same error in a tenth of the iterations or fewer, and that a fit of many tokens begins with
     * incremental passes.
     */
    public static SnmfOptions rank(int rank) {
        return new SnmfOptions(
                rank,
                PAPER_SPARSITY,
                Initialization.INCREMENTAL,
                CoefficientUpdate.HALS,
                CoefficientUpdate.HALS.usualSweeps(),
                CoefficientUpdate.HALS.usualExtrapolation(),
                1e-6,
                1e-6,
                Stopping.DEFAULT,
                0,
                false,
                "torch",
                Math.min(1024, Runtime.getRuntime().availableProcessors()),
                0);
    }

    /** The paper's options (Appendix A) for k = {@code rank} to the letter, with the multiplicative update. */
    public static SnmfOptions paper(int rank) {
        return rank(rank)
                .withCoefficientUpdate(CoefficientUpdate.MULTIPLICATIVE)
                .withInitialization(Initialization.RANDOM);
    }

    /** The paper's sparsity for a model family: 5 % for {@code gpt2}, whose layers are narrow, else 1 %. */
    public static double paperSparsity(String family) {
        return family.equals("gpt2") ? PAPER_SPARSITY_GPT2 : PAPER_SPARSITY;
    }

    /** These options with another update, and with the sweeps and the extrapolation that are usual for it. */
    @Override
    public SnmfOptions withCoefficientUpdate(CoefficientUpdate value) {
        return with(builder ->
                builder.coefficientUpdate(value).sweeps(value.usualSweeps()).extrapolation(value.usualExtrapolation()));
    }

    /** Every option by its name on the command line; {@link #fromProperties} turns it back into an equal record. */
    public Map<String, String> toProperties() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("rank", String.valueOf(rank));
        map.put("sparsity", String.valueOf(sparsity));
        map.put("init", initialization.key());
        map.put("update", coefficientUpdate.key());
        map.put("sweeps", String.valueOf(sweeps));
        map.put("extrapolation", String.valueOf(extrapolation));
        map.put("ridge", String.valueOf(ridge));
        map.put("epsilon", String.valueOf(epsilon));
        map.put("iterations", String.valueOf(stopping.iterations()));
        map.put("tolerance", String.valueOf(stopping.tolerance()));
        map.put("window", String.valueOf(stopping.window()));
        map.put("patience", String.valueOf(stopping.patience()));
        map.put("seconds", String.valueOf(stopping.seconds()));
        map.put("absolute", String.valueOf(stopping.absolute()));
        map.put("seed", String.valueOf(seed));
        map.put("revive", String.valueOf(revive));
        map.put("engine", engine);
        map.put("threads", String.valueOf(threads));
        map.put("memory-budget", String.valueOf(memoryBudget));
        return map;
    }

    /**
     * Reads options by name; what is absent keeps its default, but {@code rank} must be there. The defaults of
     * {@code sweeps} and {@code extrapolation} are those usual for the {@code update}.
     *
     * @throws InputException on an unknown name or a value that does not parse or is out of range
     */
    public static SnmfOptions fromProperties(Map<String, String> properties) {
        Values values = new Values(properties);
        SnmfOptions d = rank(values.number("rank", Integer::valueOf, null));
        Stopping s = d.stopping;
        Stopping stopping = new Stopping(
                values.number("iterations", Integer::valueOf, s.iterations()),
                values.number("tolerance", Double::valueOf, s.tolerance()),
                values.number("window", Integer::valueOf, s.window()),
                values.number("patience", Integer::valueOf, s.patience()),
                values.number("seconds", Double::valueOf, s.seconds()),
                values.flag("absolute", s.absolute()));
        CoefficientUpdate update = CoefficientUpdate.of(values.text("update", d.coefficientUpdate.key()));
        SnmfOptions options = new SnmfOptions(
                d.rank,
                values.number("sparsity", Double::valueOf, d.sparsity),
                Initialization.of(values.text("init", d.initialization.key())),
                update,
                values.number("sweeps", Integer::valueOf, update.usualSweeps()),
                values.number("extrapolation", Double::valueOf, update.usualExtrapolation()),
                values.number("ridge", Double::valueOf, d.ridge),
                values.number("epsilon", Double::valueOf, d.epsilon),
                stopping,
                values.number("seed", Long::valueOf, d.seed),
                values.flag("revive", d.revive),
                values.text("engine", d.engine),
                values.number("threads", Integer::valueOf, d.threads),
                values.number("memory-budget", Long::valueOf, d.memoryBudget));
        // Files of earlier versions record it.
        String features = values.text("features", "ridge");
        require(features.equals("ridge"), "features", "ridge, the only way in which Z is found", features, "");
        values.refuseRest();
        return options;
    }

    /** Takes values out of a map by name, so that what is left over is unknown. */
    private static final class Values {
        private final Map<String, String> rest;

        Values(Map<String, String> properties) {
            rest = new LinkedHashMap<>(properties);
        }

        String text(String key, String otherwise) {
            String value = rest.remove(key);
            return value == null ? otherwise : value;
        }

        boolean flag(String key, boolean otherwise) {
            String value = text(key, String.valueOf(otherwise));
            require(value.equals("true") || value.equals("false"), key, "true or false", value, "");
            return Boolean.parseBoolean(value);
        }

        <T> T number(String key, Function<String, T> parse, @Nullable T otherwise) {
            String value = rest.remove(key);
            if (value == null) {
                if (otherwise == null) {
                    throw new InputException(key, "a number", "nothing", "");
                }
                return otherwise;
            }
            try {
                return parse.apply(value);
            } catch (NumberFormatException e) {
                throw new InputException(key, "a number", value, "", e);
            }
        }

        void refuseRest() {
            require(rest.isEmpty(), "options", "known names", rest.keySet(), "");
        }
    }
}
