package org.snmf.factorize.fit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.StopReason;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.FeatureSums;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.factorize.steps.FeatureStep;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Provenance;

/** One run of {@link Snmf}: the iterations, what they report, and what they leave. */
final class SnmfFit {
    /** Below this share of ‖A‖² the sums of float32 products, good to 10⁻⁶ of it, would not tell the fourth digit of the error. */
    private static final double RESIDUAL_BELOW = 1e-2;

    private final SnmfOptions options;
    private final TokenSource tokens;
    private final Progress progress;
    private final Map<String, String> inputs;
    private final List<IterationStatus> trace = new ArrayList<>();
    private final Optional<CheckpointRule> checkpoints;
    private @Nullable Coefficients start;
    private @Nullable SparseColumns bestFeatures;
    private int bestIteration;
    private double bestError = Double.POSITIVE_INFINITY;
    private double squaredNorm;
    private float scale;
    private long began;
    private double secondsBefore;
    private double ridgeTold;

    /**
     * Where and how often to write checkpoints.
     *
     * @param file the file
     * @param seconds least time between two
     */
    record CheckpointRule(Path file, double seconds) {}

    SnmfFit(
            SnmfOptions options,
            TokenSource tokens,
            Progress progress,
            Map<String, String> inputs,
            Optional<CheckpointRule> checkpoints) {
        this.options = options;
        this.tokens = tokens;
        this.progress = progress;
        this.inputs = inputs;
        this.checkpoints = checkpoints;
        this.ridgeTold = options.ridge();
    }

    SnmfFit from(Coefficients coefficients) {
        this.start = coefficients;
        return this;
    }

    Factorization run() {
        try (Engine engine = Engine.open(options.engine(), options.threads());
                TokenPasses passes = tokens.open(options, engine, this::scratch)) {
            squaredNorm = passes.load(progress);
            scale = passes.scale();
            passes.silence().ifPresent(progress::warn);
            began = System.nanoTime();
            Convergence convergence = new Convergence(options.stopping(), squaredNorm);
            Optional<StopReason> reason = Optional.empty();
            Extrapolation extrapolation = new Extrapolation(options.extrapolation());
            Optional<FeatureSums> sums = Optional.empty();
            if (checkpoints.isPresent() && Files.exists(checkpoints.get().file())) {
                sums = resume(passes);
                for (IterationStatus status : trace) {
                    reason = convergence.next(status.relativeError(), status.seconds());
                    extrapolation.after(status.relativeError());
                }
            } else {
                begin(passes);
            }
            if (reason.isEmpty()) {
                sums.ifPresentOrElse(passes::restoreSums, passes::accumulate);
                reason = Optional.of(iterateWhileMemoryLasts(
                        new FeatureStep(options, engine, tokens.neurons()), passes, convergence, extrapolation));
            }
            if (reason.get() == StopReason.NO_BETTER) {
                warnOfRise();
            }
            return new Factorization(
                    bestFeatures().times(1 / scale),
                    passes.releaseBest(),
                    options,
                    trace,
                    bestIteration,
                    reason.get(),
                    Provenance.of(inputs, record()));
        }
    }

    private SparseColumns bestFeatures() {
        if (bestFeatures == null) {
            // Every error is below the infinite one that the fit begins with.
            throw new IllegalStateException("no iteration has a finite error");
        }
        return bestFeatures;
    }

    /** The options, and what is known of A. */
    private Map<String, String> record() {
        Map<String, String> record = new TreeMap<>(options.toProperties());
        tokens.origin().ifPresent(origin -> record.putAll(origin.record()));
        record.put(Factorization.TYPICAL_LENGTH, String.valueOf(Matrices.typicalLength(squaredNorm, tokens.tokens())));
        return record;
    }

    /** Where Y lies if not in memory: beside the checkpoint, since there is room, or where temporary files are. */
    private Path scratch() {
        return checkpoints
                .map(rule -> rule.file().toAbsolutePath().getParent())
                .orElseGet(FileCoefficients::temporaryFolder);
    }

    private void begin(TokenPasses passes) {
        if (start != null) {
            passes.start(start);
        } else {
            passes.start(progress);
        }
    }

    /** Takes up the checkpoint; gives the sums for the next feature step if they do not follow from Y. */
    private Optional<FeatureSums> resume(TokenPasses passes) {
        Path file = checkpoints.get().file();
        try (Checkpoint checkpoint = Checkpoint.load(file)) {
            checkpoint.requireSame(file, options, squaredNorm, tokens.neurons(), tokens.tokens());
            passes.restore(checkpoint.current(), checkpoint.bestCoefficients());
            trace.addAll(checkpoint.trace());
            bestFeatures = checkpoint.bestFeatures();
            bestIteration = checkpoint.bestIteration();
            bestError = trace.get(bestIteration - 1).relativeError();
            secondsBefore = trace.get(trace.size() - 1).seconds();
            return checkpoint.sums();
        }
    }

    /** As {@link #iterate}; without memory for another iteration the best so far is the result. */
    private StopReason iterateWhileMemoryLasts(
            FeatureStep features, TokenPasses passes, Convergence convergence, Extrapolation extrapolation) {
        try {
            return iterate(features, passes, convergence, extrapolation);
        } catch (OutOfMemoryError e) {
            if (bestFeatures == null) {
                throw e;
            }
            progress.warn("There was no memory for iteration " + (trace.size() + 1)
                    + "; the best factors so far are the result: " + e.getMessage());
            return StopReason.MEMORY;
        }
    }

    private StopReason iterate(
            FeatureStep features, TokenPasses passes, Convergence convergence, Extrapolation extrapolation) {
        double saved = seconds();
        while (true) {
            FeatureStep.Result step = features.update(passes.products(), passes.gram());
            warnOfRidge(step.ridge());
            FeatureGram gram = features.gram(step.z());
            TokenPasses.Sums sums = passes.update(step.z(), gram, step.lengths(), extrapolation.next());
            double error = relativeError(step.z(), gram, sums, passes);
            extrapolation.after(error);
            int dead = report(error, sums.nonzero(), gram, sums.gram());
            if (error < bestError) {
                bestError = error;
                bestIteration = trace.size();
                bestFeatures = step.z().columns();
                passes.keepAsBest();
            }
            Optional<StopReason> reason = convergence.next(error, seconds());
            if (reason.isEmpty() && options.revive() && dead > 0) {
                revive(gram, sums.gram(), passes);
                passes.accumulate();
            }
            if (reason.isEmpty() && progress.stopRequested()) {
                reason = Optional.of(StopReason.REQUESTED);
            }
            saved = checkpoint(passes, saved, reason);
            if (reason.isPresent()) {
                return reason.get();
            }
        }
    }

    /** ‖A − ZY‖ / ‖A‖ from the sums of the pass, or from the residual itself where rounding is a part of their difference. */
    private double relativeError(SparseFeatures z, FeatureGram gram, TokenPasses.Sums sums, TokenPasses passes) {
        double all = squaredNorm * scale * scale;
        double loss = all - 2 * sums.inner() + gram.inner(sums.gram());
        return Math.sqrt((loss < RESIDUAL_BELOW * all ? passes.squaredResidual(z) : loss) / all);
    }

    /** Where the error moves closely above its best, the reason says enough. */
    private void warnOfRise() {
        double last = trace.get(trace.size() - 1).relativeError();
        if (last <= (1 + Convergence.ABOVE) * bestError) {
            return;
        }
        progress.warn(String.format(
                Locale.ROOT,
                "The error was least, %.4f, in iteration %d, whose factors are kept; since then it moved above that, and is %.4f"
                        + " after %d. More restarts, a larger sparsity or a smaller rank may fit better.",
                bestError,
                bestIteration,
                last,
                trace.size()));
    }

    private void warnOfRidge(double needed) {
        if (needed > ridgeTold) {
            ridgeTold = needed;
            progress.warn("Some features are nearly copies of each other: the ridge was raised from " + options.ridge()
                    + " to " + needed + " in iteration " + (trace.size() + 1) + ". A smaller rank may do as well.");
        }
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - began) * 1e-9;
    }

    private static boolean isDead(int r, FeatureGram gram, double[][] coefficientGram) {
        return gram.diagonal(r) == 0 || coefficientGram[r][r] == 0;
    }

    private void revive(FeatureGram gram, double[][] coefficientGram, TokenPasses passes) {
        List<Integer> rows = IntStream.range(0, coefficientGram.length)
                .filter(r -> isDead(r, gram, coefficientGram))
                .boxed()
                .toList();
        passes.revive(rows, "revive " + trace.size());
    }

    /** Writes a checkpoint when one is due or the fit ends, in whatever way: what comes after it may fail too. */
    private double checkpoint(TokenPasses passes, double saved, Optional<StopReason> reason) {
        if (checkpoints.isEmpty()) {
            return saved;
        }
        CheckpointRule rule = checkpoints.get();
        if (reason.isEmpty() && seconds() - saved < rule.seconds()) {
            return saved;
        }
        Coefficients current = passes.viewCurrent();
        Coefficients best = passes.bestIsCurrent() ? current : passes.viewBest();
        Checkpoint state = new Checkpoint(
                options,
                squaredNorm,
                current,
                bestFeatures(),
                best,
                options.extrapolation() > 0 ? Optional.of(passes.sums()) : Optional.empty(),
                trace,
                bestIteration);
        try {
            state.save(rule.file());
            if (reason.isEmpty()) {
                passes.saved(current, best);
            }
        } catch (InputException e) {
            progress.warn("No checkpoint was written after iteration " + trace.size()
                    + (reason.isEmpty() ? ", and the fit goes on: " : ": ") + e.getMessage());
        }
        return seconds();
    }

    private int report(double error, long nonzero, FeatureGram gram, double[][] coefficientGram) {
        int dead = 0;
        for (int r = 0; r < coefficientGram.length; r++) {
            dead += isDead(r, gram, coefficientGram) ? 1 : 0;
        }
        int iteration = trace.size() + 1;
        double before =
                trace.isEmpty() ? Double.NaN : trace.get(trace.size() - 1).relativeError();
        double now = seconds();
        double left = now / iteration * (options.stopping().iterations() - iteration);
        double density = (double) nonzero / ((double) options.rank() * tokens.tokens());
        trace.add(new IterationStatus(iteration, now, error, 1 - error / before, density, dead, left));
        progress.report(new Step(
                "factorize",
                iteration,
                options.stopping().iterations(),
                "iterations",
                String.format(Locale.ROOT, "relative error %.4f%s", error, dead == 0 ? "" : ", " + dead + " dead")));
        return dead;
    }
}
