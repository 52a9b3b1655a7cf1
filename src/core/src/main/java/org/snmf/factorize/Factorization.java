package org.snmf.factorize;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Origin;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Provenance;

/**
 * A ≈ ZY: the features Z (d_a × k, sparse columns), the coefficients Y (k × n, nonnegative, rows of unit Euclidean length
 * up to the last update), and how they were found. The factors are those of the iteration with the lowest error.
 * Immutable.
 */
public final class Factorization {
    /** Under which name a record holds ‖A‖_F / √n. */
    public static final String TYPICAL_LENGTH = "typical_length";

    private final SparseColumns features;
    private final Coefficients coefficients;
    private final SnmfOptions options;
    private final List<IterationStatus> trace;
    private final int bestIteration;
    private final StopReason stopReason;
    private final Provenance provenance;

    /**
     * @param features Z
     * @param coefficients Y
     * @param options what was asked for
     * @param trace one status per iteration, in order; not empty
     * @param bestIteration the iteration, from 1, whose factors these are
     * @param stopReason why the fit ended
     * @param provenance where it comes from
     */
    public Factorization(
            SparseColumns features,
            Coefficients coefficients,
            SnmfOptions options,
            List<IterationStatus> trace,
            int bestIteration,
            StopReason stopReason,
            Provenance provenance) {
        if (features.columns() != coefficients.features()) {
            throw new IllegalArgumentException("expected as many columns of Z as rows of Y, found " + features.columns()
                    + " and " + coefficients.features());
        }
        if (bestIteration < 1 || bestIteration > trace.size()) {
            throw new IllegalArgumentException(
                    "expected a best iteration in [1, " + trace.size() + "], found " + bestIteration);
        }
        this.features = features;
        this.coefficients = coefficients;
        this.options = options;
        this.trace = List.copyOf(trace);
        this.bestIteration = bestIteration;
        this.stopReason = stopReason;
        this.provenance = provenance;
    }

    /** The features Z (d_a × k): column r lists the neurons of feature r and their weights. */
    public SparseColumns features() {
        return features;
    }

    /** The coefficients Y (k × n). */
    public Coefficients coefficients() {
        return coefficients;
    }

    /** What was asked for. */
    public SnmfOptions options() {
        return options;
    }

    /** One status per iteration, in order. */
    public List<IterationStatus> trace() {
        return trace;
    }

    /** ‖A − ZY‖_F / ‖A‖_F of these factors, the lowest of the trace. */
    public double relativeError() {
        return trace.get(bestIteration - 1).relativeError();
    }

    /** Whether a request from outside ended the fit before it was done. */
    public boolean stopped() {
        return stopReason == StopReason.REQUESTED;
    }

    /** Why the fit ended. */
    public StopReason stopReason() {
        return stopReason;
    }

    /** The iteration, from 1, whose factors these are. */
    public int bestIteration() {
        return bestIteration;
    }

    /** Number of features, k. */
    public int rank() {
        return features.columns();
    }

    /** Number of neurons, d_a. */
    public int neurons() {
        return features.rows();
    }

    /** Number of tokens, n. */
    public int tokens() {
        return coefficients.tokens();
    }

    /** Where A was captured; empty for a matrix of which that is not known. */
    public Optional<Origin> origin() {
        return Origin.read(provenance.options());
    }

    /** Root mean square length of a column of A, ‖A‖_F / √n; empty in files of earlier versions. */
    public OptionalDouble typicalLength() {
        return typicalLength(provenance);
    }

    /** As {@link #typicalLength()}, from a record of a result that stands on A. */
    public static OptionalDouble typicalLength(Provenance provenance) {
        String recorded = provenance.options().get(TYPICAL_LENGTH);
        return recorded == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(recorded));
    }

    /** Where these factors come from. */
    public Provenance provenance() {
        return provenance;
    }

    /** The same factors with more options in their provenance, which replace those of the same name. */
    public Factorization withRecord(Map<String, String> more) {
        return new Factorization(
                features, coefficients, options, trace, bestIteration, stopReason, provenance.withOptions(more));
    }

    /** Z as a dense d_a × k array to compute with. A fresh copy, outside the Java heap. */
    public INDArray z() {
        float[][] columns = new float[rank()][];
        for (int r = 0; r < rank(); r++) {
            columns[r] = features.column(r);
        }
        return Nd4j.create(columns).transpose().dup('c');
    }

    /** Y as a dense k × n array to compute with. A fresh copy, outside the Java heap. */
    public INDArray y() {
        float[][] rows = new float[rank()][];
        for (int r = 0; r < rank(); r++) {
            rows[r] = coefficients.feature(r);
        }
        return Nd4j.create(rows);
    }

    /** The sha256 of Z as a file of it holds it: what results that stand on these features record. */
    public String featuresSha256() {
        return FactorizationFile.sha256(features);
    }

    /** One line for people: shape, error, iterations and dead features. */
    @Override
    public String toString() {
        int dead = trace.get(bestIteration - 1).deadFeatures();
        return String.format(
                Locale.ROOT,
                "Factorization: k = %,d, d_a = %,d, n = %,d, relative error %.3f after %,d iteration%s (%s), %d dead feature%s",
                rank(),
                neurons(),
                tokens(),
                relativeError(),
                trace.size(),
                trace.size() == 1 ? "" : "s",
                stopReason.text(),
                dead,
                dead == 1 ? "" : "s");
    }

    /** Writes these factors to a safetensors file; see {@link FactorizationFile} for its tensors and metadata. */
    public void save(String file) {
        save(Path.of(file));
    }

    /** Writes the factorization to a file, as {@link #load(Path)} reads it. */
    public void save(Path file) {
        FactorizationFile.save(this, file, false);
    }

    /** As {@link #save(Path)}, with Z also as a dense tensor {@code z} of shape [d_a, k] for other programs. */
    public void saveDense(Path file) {
        FactorizationFile.save(this, file, true);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws org.snmf.errors.InputException if the file is missing, torn or no factorization
     */
    public static Factorization load(Path file) {
        return FactorizationFile.load(file);
    }
}
