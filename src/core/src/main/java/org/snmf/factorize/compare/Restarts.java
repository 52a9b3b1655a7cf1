package org.snmf.factorize.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.NamedRandom;
import org.snmf.progress.Progress;

/**
 * Several fits of the same matrix from different seeds, of which the one with the least error is kept: semi-NMF is not
 * convex, and a random start may end in a poor optimum. The first fit has the seed of the options, so that one restart is a
 * plain fit; the seeds of the others are split from it by name.
 *
 * <p>The kept factorization records its own seed among its options, so that {@link Reproduction} fits it again alone; its
 * provenance records the seeds and errors of all.
 *
 * @param best the fit with the least relative error, the first of equals
 * @param runs every fit that was begun, in order
 * @param asked how many were asked for
 */
public record Restarts(Factorization best, List<Run> runs, int asked) {
    /**
     * One fit.
     *
     * @param seed its seed
     * @param relativeError its least relative error
     * @param iterations how many it took
     * @param stopReason why it ended
     */
    public record Run(long seed, double relativeError, int iterations, StopReason stopReason) {
        static Run of(Factorization f) {
            return new Run(f.options().seed(), f.relativeError(), f.trace().size(), f.stopReason());
        }
    }

    public Restarts {
        runs = List.copyOf(runs);
    }

    /** Whether a stop left fits undone. */
    public boolean stopped() {
        return runs.size() < asked || runs.get(runs.size() - 1).stopReason() == StopReason.REQUESTED;
    }

    /** The place of the kept fit among {@link #runs()}, from 0. */
    public int kept() {
        long seed = best.options().seed();
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).seed() == seed) {
                return i;
            }
        }
        throw new IllegalStateException("the kept fit is one of the runs");
    }

    /** The seed of fit {@code i}, from 0, of those that begin at {@code seed}. */
    static long seed(long seed, int i) {
        return i == 0 ? seed : new NamedRandom(seed, "restart " + i).stream().nextLong();
    }

    /** Fits {@code a} {@code count} times; see {@link #fit(ActivationMatrix, SnmfOptions, int, Map, Optional, Progress)}. */
    public static Restarts fit(ActivationMatrix a, SnmfOptions options, int count, Progress progress) {
        return fit(a, options, count, Map.of(), Optional.empty(), progress);
    }

    /**
     * Fits {@code a} (d_a × n) {@code count} times. A budget of seconds among the options holds for each fit.
     *
     * @param options of every fit but for the seed
     * @param count how many fits, at least 1
     * @param inputs sha256 of each input by its name, for the provenance
     * @param checkpoint where to keep the best so far, from which the same call goes on
     * @param progress told of every iteration and fit; when it requests a stop the best so far is returned
     * @throws InputException as {@link Snmf#fit(ActivationMatrix, Progress)}, or if the checkpoint is of other options or
     *     of another matrix
     */
    public static Restarts fit(
            ActivationMatrix a,
            SnmfOptions options,
            int count,
            Map<String, String> inputs,
            Optional<Kept> checkpoint,
            Progress progress) {
        if (count < 1) {
            throw new InputException("restarts", "at least 1", String.valueOf(count), "Take 5 to begin with.");
        }
        RestartLog log = RestartLog.of(a, options, checkpoint.map(Kept::file));
        Optional<Factorization> best = log.best();
        FitsProgress fits = new FitsProgress(progress, "restarts", count);
        List<Run> runs = new ArrayList<>(log.runs());
        runs.forEach(run -> fits.end(run.relativeError()));
        for (int i = runs.size(); i < count && (i == 0 || !progress.stopRequested()); i++) {
            fits.begin("restart " + (i + 1));
            Snmf snmf = new Snmf(options.withSeed(seed(options.seed(), i)));
            Optional<Path> own = checkpoint.map(Kept::file).map(RestartLog.ofRun(i));
            if (own.isPresent()) {
                snmf = snmf.withCheckpoint(own.get(), checkpoint.get().seconds());
            }
            Factorization run = snmf.fit(a, inputs, fits);
            runs.add(Run.of(run));
            if (best.isEmpty() || run.relativeError() < best.get().relativeError()) {
                best = Optional.of(run);
            }
            if (run.stopped()) {
                break;
            }
            fits.end(run.relativeError());
            log.keep(best.get(), runs, fits);
            own.ifPresent(Restarts::remove);
        }
        Restarts all = new Restarts(RestartLog.recorded(best.orElseThrow(), options.seed(), runs), runs, count);
        if (all.stopped()) {
            progress.warn("Stopped in restart " + runs.size() + " of " + count + ": the best so far is kept.");
        }
        return all;
    }

    /**
     * Where the best so far is kept: a factorization in {@code file}, and the state of the fit at work beside it, with
     * {@code .restart-1} and so on after its name.
     *
     * @param file the file
     * @param seconds least time between two states of the fit at work
     */
    public record Kept(Path file, double seconds) {}

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a file that can be removed", e.toString(), "Remove it.", e);
        }
    }
}
