package org.snmf.factorize.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.compare.Restarts.Run;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;

/** What is known of the finished fits of {@link Restarts}: in the provenance of the best of them, and so in its file. */
final class RestartLog {
    /** All runs, as a JSON list. */
    private static final String RUNS = "restarts";

    private static final String SEED = "restart-seed";
    /** Empty but in checkpoints: ‖A‖², which tells another matrix. */
    private static final String NORM = "restart-squared-norm";

    private static final ObjectMapper JSON = new ObjectMapper();

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
        String norm = file.isPresent() ? Double.toHexString(Matrices.squaredNorm(a)) : "";
        Optional<Factorization> best = file.filter(Files::exists).map(Factorization::load);
        best.ifPresent(f -> requireSame(file.get(), f, options, norm));
        return new RestartLog(file, options, norm, best);
    }

    private static void requireSame(Path file, Factorization f, SnmfOptions options, String norm) {
        Map<String, String> log = f.provenance().options();
        SnmfOptions wanted = options.withSeed(f.options().seed());
        boolean sameOptions = f.options().withStopping(wanted.stopping()).equals(wanted)
                && String.valueOf(options.seed()).equals(log.get(SEED));
        String found = log.getOrDefault(NORM, "");
        boolean isLog = !found.isEmpty();
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
        if (!found.equals(norm)) {
            throw new InputException(
                    file.toString(),
                    "a checkpoint of the matrix with squared norm " + norm,
                    "one with " + found,
                    "Give the matrix that the fits began with, or remove the checkpoint.");
        }
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
        String log = best.get().provenance().options().getOrDefault(RUNS, "");
        try {
            return JSON.readValue(log, new TypeReference<List<Run>>() {});
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file.map(Path::toString).orElse("restarts"),
                    "a list of runs as JSON",
                    log,
                    "Remove the checkpoint and start again.",
                    e);
        }
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
        Map<String, String> log = new TreeMap<>(more);
        log.put(SEED, String.valueOf(seed));
        try {
            log.put(RUNS, JSON.writeValueAsString(runs));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always writable", e);
        }
        return f.withRecord(log);
    }
}
