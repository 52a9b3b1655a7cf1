package org.snmf.hierarchy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snmf.factorize.Factorization;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.Origin;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Provenance;

/**
 * The levels of a recursive factorization (paper, Appendix F.1), finest first: A ≈ Z_0 Y_0, Z_0 ≈ Z_1 Y_1, …,
 * Z_(L−1) ≈ Z_L Y_L, so that A ≈ Z_L Y_L ⋯ Y_1 Y_0. Immutable.
 */
public final class Hierarchy {
    private final List<Level> levels;
    private final List<FineTuneStatus> fineTuning;
    private final Provenance provenance;

    /**
     * A hierarchy that was not fine-tuned, made now.
     *
     * @param levels finest first; Y_0 is k_0 × n, Y_i is k_i × k_(i−1), every Z_i has d_a rows
     * @throws IllegalArgumentException if there is no level or the shapes do not chain
     */
    public Hierarchy(List<Level> levels) {
        this(levels, List.of(), Provenance.of(Map.of(), Map.of()));
    }

    public Hierarchy(List<Level> levels, List<FineTuneStatus> fineTuning, Provenance provenance) {
        this.levels = List.copyOf(levels);
        this.fineTuning = List.copyOf(fineTuning);
        this.provenance = provenance;
        if (this.levels.isEmpty()) {
            throw new IllegalArgumentException("hierarchy: expected at least one level, found none");
        }
        for (int i = 1; i < this.levels.size(); i++) {
            Level level = this.levels.get(i);
            if (level.coefficients().tokens() != rank(i - 1)) {
                throw new IllegalArgumentException("level " + i + ": expected Y of " + level.rank() + " × "
                        + rank(i - 1) + ", found " + level.rank() + " × "
                        + level.coefficients().tokens());
            }
            if (level.features().rows() != neurons()) {
                throw new IllegalArgumentException("level " + i + ": expected Z of " + neurons() + " rows, found "
                        + level.features().rows());
            }
        }
    }

    /** All levels, finest first. */
    public List<Level> levels() {
        return levels;
    }

    /** Level i; 0 is the finest. */
    public Level level(int i) {
        return levels.get(i);
    }

    /** One status for each iteration of joint fine-tuning that led here, in order; empty when there was none. */
    public List<FineTuneStatus> fineTuning() {
        return fineTuning;
    }

    /** Where the hierarchy comes from. */
    public Provenance provenance() {
        return provenance;
    }

    /** Where A was captured; empty where that is not known. */
    public Optional<Origin> origin() {
        return Origin.read(provenance.options());
    }

    /** Root mean square length of a column of A; empty where it is not known. */
    public OptionalDouble typicalLength() {
        return Factorization.typicalLength(provenance);
    }

    /** Number of levels, L + 1. */
    public int depth() {
        return levels.size();
    }

    /** Number of features of level i, k_i. */
    public int rank(int i) {
        return levels.get(i).rank();
    }

    /** Number of neurons, d_a. */
    public int neurons() {
        return levels.get(0).features().rows();
    }

    /** Number of tokens, n. */
    public int tokens() {
        return levels.get(0).coefficients().tokens();
    }

    /**
     * How strongly each feature of level i contributes to each token: the product Y_i ⋯ Y_1 Y_0 (k_i × n). The paper
     * writes it Y^(0→i) = Y_0 Y_1 ⋯ Y_i (Appendix F.4), with every Y transposed. Costs n · Σ k_j k_(j−1) operations;
     * level 0 costs nothing.
     */
    public Coefficients coefficientsToTokens(int i) {
        Coefficients product = level(0).coefficients();
        for (int j = 1; j <= i; j++) {
            product = multiply(level(j).coefficients(), product);
        }
        return product;
    }

    /**
     * Share of the entries of Y_i that are negative, in [0, 1]: 0 for a recursive factorization and a constrained
     * fine-tune, more after an unconstrained one.
     */
    public double negativeShare(int i) {
        Coefficients y = level(i).coefficients();
        long negative = 0;
        for (int r = 0; r < y.features(); r++) {
            for (float value : y.feature(r)) {
                negative += value < 0 ? 1 : 0;
            }
        }
        return negative / ((double) y.features() * y.tokens());
    }

    /**
     * Share of the entries of Z_i, not zero, that lie outside the supports that another hierarchy has at this level; NaN
     * when Z_i is all zero. The two must have the same shapes.
     */
    public double outsideSupport(int i, Hierarchy other) {
        SparseColumns z = level(i).features();
        SparseColumns before = other.level(i).features();
        long outside = 0;
        long entries = 0;
        for (int r = 0; r < z.columns(); r++) {
            int[] support = before.support(r);
            for (int e = z.offset(r); e < z.offset(r + 1); e++) {
                if (z.value(e) != 0) {
                    entries++;
                    outside += Arrays.binarySearch(support, z.index(e)) < 0 ? 1 : 0;
                }
            }
        }
        return (double) outside / entries;
    }

    /**
     * What fine-tuning left of signs and supports, a line for each level: {@link #negativeShare} and {@link #outsideSupport}.
     *
     * @param before the hierarchy that was tuned
     */
    public String signsAndSupports(Hierarchy before) {
        return IntStream.range(0, depth())
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "level %d: %.1f %% of Y negative, %.1f %% of Z outside its supports",
                        i,
                        100 * negativeShare(i),
                        100 * outsideSupport(i, before)))
                .collect(Collectors.joining("\n"));
    }

    /** Writes the hierarchy to one safetensors file; see {@link HierarchyFile} for its tensors and metadata. */
    public void save(String file) {
        save(Path.of(file));
    }

    /** {@link #save(String)} to a path. */
    public void save(Path file) {
        HierarchyFile.save(this, file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws org.snmf.errors.InputException if the file is missing, torn or no hierarchy
     */
    public static Hierarchy load(Path file) {
        return HierarchyFile.load(file);
    }

    /** The product of {@code left} (k × m) and {@code right} (m × n), with sums in float64; zeros of left are skipped. */
    public static Coefficients multiply(Coefficients left, Coefficients right) {
        float[][] rows = new float[right.features()][];
        for (int m = 0; m < rows.length; m++) {
            rows[m] = right.feature(m);
        }
        float[][] product = new float[left.features()][right.tokens()];
        double[] sum = new double[right.tokens()];
        for (int r = 0; r < product.length; r++) {
            Arrays.fill(sum, 0);
            for (int m = 0; m < rows.length; m++) {
                float weight = left.get(r, m);
                if (weight != 0) {
                    addScaled(sum, rows[m], weight);
                }
            }
            for (int t = 0; t < sum.length; t++) {
                product[r][t] = (float) sum[t];
            }
        }
        return new DenseCoefficients(product);
    }

    private static void addScaled(double[] sum, float[] row, double weight) {
        for (int t = 0; t < sum.length; t++) {
            sum[t] += weight * row[t];
        }
    }
}
