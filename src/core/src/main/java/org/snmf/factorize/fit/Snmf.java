package org.snmf.factorize.fit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.progress.Progress;

/**
 * Semi-nonnegative matrix factorization A ≈ ZY with sparse features: A (d_a × n) is given, Z (d_a × k) keeps a share p of its
 * neurons per column, Y (k × n) is nonnegative (paper, Appendix A; Ding, Li and Jordan 2010).
 *
 * <p>Each iteration finds Z from Y by ridge regression and winner-take-all, gives the rows of Y unit length, and improves Y
 * while Z is fixed. Winner-take-all makes the error rise now and then, so the best factors so far are kept and returned.
 *
 * <p>Under a memory budget A is read anew in each iteration and, if that is not enough, Y lies in scratch files, which vanish with
 * the result; see {@link SnmfPlan}.
 */
public final class Snmf {
    private final SnmfOptions options;
    private final Optional<SnmfFit.CheckpointRule> checkpoints;

    /** A fit with these options. */
    public Snmf(SnmfOptions options) {
        this(options, Optional.empty());
    }

    private Snmf(SnmfOptions options, Optional<SnmfFit.CheckpointRule> checkpoints) {
        this.options = options;
        this.checkpoints = checkpoints;
    }

    /**
     * The same fit with a checkpoint: its state is written to {@code file} after an iteration whenever {@code seconds} have
     * passed, and when it is stopped. If the file exists when the fit starts, the fit goes on from there, to the same bytes as
     * without the interruption; a checkpoint of other options (the stopping rule aside) or of another matrix is refused. The
     * file is left where it is. Coefficients that the memory budget does not hold lie beside it while the fit runs.
     */
    public Snmf withCheckpoint(Path file, double seconds) {
        return new Snmf(options, Optional.of(new SnmfFit.CheckpointRule(file, seconds)));
    }

    /** Factorizes {@code a} with these options; see {@link #fit(ActivationMatrix, Progress)}. */
    public static Factorization fit(ActivationMatrix a, SnmfOptions options, Progress progress) {
        return new Snmf(options).fit(a, progress);
    }

    /**
     * Factorizes {@code a}.
     *
     * @param a the activations A (d_a × n); only read, by several threads
     * @param progress told of every iteration; when it requests a stop the best factors so far are returned
     * @throws InputException if A has values that are not finite or is all zero, if the rank exceeds n, if the memory
     *     budget is too small, or if it does not hold Y and there is no room for Y in the folder of the checkpoint, or without
     *     a checkpoint in the one named by {@code java.io.tmpdir}
     */
    public Factorization fit(ActivationMatrix a, Progress progress) {
        return fit(a, Map.of(), progress);
    }

    /**
     * As {@link #fit(ActivationMatrix, Progress)}, recording in the provenance what {@code a} is.
     *
     * @param inputs sha256 of each input by its name
     */
    public Factorization fit(ActivationMatrix a, Map<String, String> inputs, Progress progress) {
        return fit(TokenSource.of(a), inputs, progress);
    }

    /** As {@link #fit(ActivationMatrix, Map, Progress)}, wherever the tokens are. */
    public Factorization fit(TokenSource tokens, Map<String, String> inputs, Progress progress) {
        check(tokens, progress);
        return run(new SnmfFit(options, tokens, progress, inputs, checkpoints), tokens);
    }

    /**
     * As {@link #fit(ActivationMatrix, Progress)}, from given coefficients instead of an initialization.
     *
     * @param start Y₀ (k × n), nonnegative and finite
     */
    public Factorization fitFrom(ActivationMatrix a, Coefficients start, Progress progress) {
        if (start.features() != options.rank() || start.tokens() != a.tokens()) {
            throw new InputException(
                    "start",
                    options.rank() + " x " + a.tokens() + " coefficients",
                    start.features() + " x " + start.tokens(),
                    "");
        }
        TokenSource tokens = TokenSource.of(a);
        check(tokens, progress);
        return run(new SnmfFit(options, tokens, progress, Map.of(), checkpoints).from(start), tokens);
    }

    private Factorization run(SnmfFit fit, TokenSource tokens) {
        try {
            return fit.run();
        } catch (OutOfMemoryError e) {
            throw tokens.outOfMemory(options, e);
        }
    }

    /** Refuses what cannot be fitted at all, and then tells of features with one neuron. */
    private void check(TokenSource tokens, Progress progress) {
        tokens.check(options);
        if (options.sparsity() * tokens.neurons() < 1) {
            progress.warn("A sparsity of " + options.sparsity() + " is less than one of " + tokens.neurons()
                    + " neurons: every feature keeps its strongest one. For k neurons give at least k/"
                    + tokens.neurons()
                    + ".");
        }
    }
}
