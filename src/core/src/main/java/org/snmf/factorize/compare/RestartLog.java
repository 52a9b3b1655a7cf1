package org.snmf.factorize.compare;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.compare.Restarts.Run;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/** What is known of the finished fits of {@link Restarts}: in the provenance of the best of them, and so in its file. */
final class RestartLog {
    private static final String COUNT = "restarts";
    private static final String SEED = "restart-seed";
    private static final String SEEDS = "restart-seeds";
    private static final String ERRORS = "restart-errors";
    private static final String ITERATIONS = "restart-iterations";
    private static final String ENDS = "restart-ends";
    /** Empty but in checkpoints: ‖A‖², which tells another matrix. */
    private static final String NORM = "restart-squared-norm";

    private static final int TOKENS_AT_A_TIME = 256;

    private final Optional<Path> file;
    private final SnmfOptions options;
    private final String norm;
    private final Optional<Factorization> best;

    private RestartLog(Optional<Path> file, SnmfOptions options, String norm, Optional<Factorization> best) {
        this.file = file;
        this.options = options;
        this.norm = norm;
        this.best = best;
    }

    /** The log that {@code file} holds, or an empty one. */
    static RestartLog of(ActivationMatrix a, SnmfOptions options, Optional<Path> file) {
        String norm = file.isPresent() ? Double.toHexString(squaredNorm(a)) : "";
        Optional<Factorization> best = file.filter(Files::exists).map(Factorization::load);
        best.ifPresent(f -> requireSame(file.get(), f, options, norm));
        return new RestartLog(file, options, norm, best);
    }

    private static void requireSame(Path file, Factorization f, SnmfOptions options, String norm) {
        Map<String, String> log = f.provenance().options();
        SnmfOptions wanted = options.withSeed(f.options().seed());
        boolean sameOptions = f.options().withStopping(wanted.stopping()).equals(wanted)
                && String.valueOf(options.seed()).equals(log.get(SEED));
        boolean isLog = !log.getOrDefault(NORM, "").isEmpty();
        if (!isLog || !sameOptions) {
            throw new InputException(
                    file.toString(),
                    "a checkpoint of restarts with " + options.toProperties(),
                    isLog
                            ? "one with seed " + log.get(SEED) + " and "
                                    + f.options().toProperties()
                            : "another factorization",
                    "Use these options, name another file, or remove it.");
        }
        if (!log.get(NORM).equals(norm)) {
            throw new InputException(
                    file.toString(),
                    "a checkpoint of the matrix with squared norm " + norm,
                    "one with " + log.get(NORM),
                    "Give the matrix that the fits began with, or remove the checkpoint.");
        }
    }

    private static double squaredNorm(ActivationMatrix a) {
        double sum = 0;
        for (int from = 0; from < a.tokens(); from += TOKENS_AT_A_TIME) {
            FloatBuffer block = a.block(from, Math.min(TOKENS_AT_A_TIME, a.tokens() - from));
            while (block.hasRemaining()) {
                double value = block.get();
                sum += value * value;
            }
        }
        return sum;
    }

    /** The best of the finished fits. */
    Optional<Factorization> best() {
        return best;
    }

    /** The finished fits in order. */
    List<Run> runs() {
        if (best.isEmpty()) {
            return List.of();
        }
        Map<String, String> log = best.get().provenance().options();
        String[] seeds = log.get(SEEDS).split(",");
        String[] errors = log.get(ERRORS).split(",");
        String[] iterations = log.get(ITERATIONS).split(",");
        String[] ends = log.get(ENDS).split(",");
        return IntStream.range(0, seeds.length)
                .mapToObj(i -> new Run(
                        Long.parseLong(seeds[i]),
                        Double.parseDouble(errors[i]),
                        Integer.parseInt(iterations[i]),
                        StopReason.valueOf(ends[i])))
                .toList();
    }

    /** Writes the best so far, with the log of all finished fits; a failure is told, and the fits go on. */
    void keep(Factorization f, List<Run> runs, Progress progress) {
        if (file.isEmpty()) {
            return;
        }
        try {
            with(f, options.seed(), runs, Map.of(NORM, norm)).save(file.get());
        } catch (InputException e) {
            progress.warn("The best so far was not written, and the restarts go on: " + e.getMessage());
        }
    }

    /** The name of the checkpoint of fit {@code i}, from 0, beside the log's own file. */
    static UnaryOperator<Path> ofRun(int i) {
        return file -> file.resolveSibling(file.getFileName() + ".restart-" + (i + 1));
    }

    /** {@code f} with the log in its provenance. */
    static Factorization recorded(Factorization f, long seed, List<Run> runs) {
        return with(f, seed, runs, Map.of(NORM, ""));
    }

    private static Factorization with(Factorization f, long seed, List<Run> runs, Map<String, String> more) {
        Map<String, String> log = new TreeMap<>();
        log.put(COUNT, String.valueOf(runs.size()));
        log.put(SEED, String.valueOf(seed));
        log.put(SEEDS, joined(runs, Run::seed));
        log.put(ERRORS, joined(runs, Run::relativeError));
        log.put(ITERATIONS, joined(runs, Run::iterations));
        log.put(ENDS, joined(runs, Run::stopReason));
        log.putAll(more);
        return f.withRecord(log);
    }

    private static String joined(List<Run> runs, Function<Run, Object> part) {
        return runs.stream().map(part).map(String::valueOf).collect(Collectors.joining(","));
    }
}
