package org.snmf.experiments.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.matrix.NamedRandom;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Fits {@link AffinityFactors} by HALS (Cichocki and Phan 2009): entry after entry of U and of V is set to the nonnegative
 * number that makes the squared error over i ≠ j least while all others stay. Without the diagonal the error is quadratic in
 * each entry of U as well, though U stands in it twice; so the error never rises. An iteration takes 4·T·d²·R operations.
 */
public final class AffinityFactorization {
    private static final int SWEEPS = 2;
    private static final double LEAST_FALL = 1e-6;

    private final Affinities x;
    private final int d;
    private final int rank;
    private final double squares;
    final double[][] u;
    final double[][] v;
    private double error = Double.POSITIVE_INFINITY;

    AffinityFactorization(Affinities x, int rank, long seed) {
        this.x = x;
        this.d = x.neurons().length;
        this.rank = rank;
        double sum = 0;
        for (float[] matrix : x.values()) {
            for (float value : matrix) {
                sum += (double) value * value;
            }
        }
        this.squares = sum;
        this.u = uniform(d, rank, new NamedRandom(seed, "affinity-neurons"));
        this.v = uniform(x.times().size(), rank, new NamedRandom(seed, "affinity-times"));
    }

    /**
     * Fits from a random start.
     *
     * @param rank number of factors R, from 1 to d
     * @param iterations the most there may be; fewer where the error falls by less than 1e-6 of itself
     * @param seed of the start: same seed, same factors
     * @throws InputException if R or the iterations are out of range, or no two neurons have an affinity
     */
    public static AffinityFactors fit(Affinities x, int rank, int iterations, long seed, Progress progress) {
        if (rank < 1 || rank > x.neurons().length) {
            throw new InputException("--factors", "1 to " + x.neurons().length, "" + rank, "");
        }
        if (iterations < 1) {
            throw new InputException("--iterations", "at least 1", "" + iterations, "");
        }
        AffinityFactorization fit = new AffinityFactorization(x, rank, seed);
        if (fit.squares == 0) {
            throw new InputException("dynamics", "two neurons that vary together", "none", "Take other --neurons.");
        }
        List<Double> errors = new ArrayList<>();
        boolean stopped = false;
        double before;
        do {
            before = fit.error;
            fit.iterate();
            errors.add(fit.error);
            String detail = String.format(Locale.ROOT, "relative error %.4f", fit.error);
            progress.report(new Step("dynamics", errors.size(), iterations, "iterations", detail));
            stopped = progress.stopRequested();
        } while (errors.size() < iterations && !stopped && before - fit.error > LEAST_FALL * fit.error);
        return fit.factors(errors, stopped && errors.size() < iterations);
    }

    private static double[][] uniform(int rows, int columns, NamedRandom random) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int r = 0; r < columns; r++) {
                matrix[i][r] = random.uniform((long) i * columns + r);
            }
        }
        return matrix;
    }

    /** U, then V, once; {@link #error} is that of the new factors. */
    void iterate() {
        updateNeurons();
        updateTimes();
    }

    double error() {
        return error;
    }

    /** Row i of U solves Σ_s K[r, s] u[i, s] = b[r] in the nonnegative, with K = (UᵀU − u_i u_iᵀ) ∘ VᵀV. */
    private void updateNeurons() {
        double[][] uu = gram(u);
        double[][] vv = gram(v);
        double[][] k = new double[rank][rank];
        for (int i = 0; i < d; i++) {
            double[] b = affinityOf(i);
            for (int r = 0; r < rank; r++) {
                for (int s = 0; s < rank; s++) {
                    uu[r][s] -= u[i][r] * u[i][s];
                    k[r][s] = uu[r][s] * vv[r][s];
                }
            }
            sweep(u[i], k, b);
            for (int r = 0; r < rank; r++) {
                for (int s = 0; s < rank; s++) {
                    uu[r][s] += u[i][r] * u[i][s];
                }
            }
        }
    }

    /** b[r] = Σ_t Σ_{j ≠ i} X_t[i, j] u[j, r] v[t, r]. */
    private double[] affinityOf(int i) {
        double[] b = new double[rank];
        for (int t = 0; t < v.length; t++) {
            double[] product = product(t, i);
            for (int r = 0; r < rank; r++) {
                b[r] += product[r] * v[t][r];
            }
        }
        return b;
    }

    /** Row i of X_t U. */
    private double[] product(int t, int i) {
        double[] product = new double[rank];
        float[] matrix = x.values()[t];
        for (int j = 0; j < d; j++) {
            float value = matrix[i * d + j];
            if (value != 0) {
                double[] row = u[j];
                for (int r = 0; r < rank; r++) {
                    product[r] += value * row[r];
                }
            }
        }
        return product;
    }

    /** Row t of V solves Σ_s N[r, s] v[t, s] = u_rᵀ X_t u_r, with N = UᵀU ∘ UᵀU less what the diagonals give. */
    private void updateTimes() {
        double[][] n = gram(u);
        for (int r = 0; r < rank; r++) {
            for (int s = 0; s < rank; s++) {
                n[r][s] *= n[r][s];
                for (double[] row : u) {
                    n[r][s] -= row[r] * row[r] * row[s] * row[s];
                }
            }
        }
        double sum = squares;
        for (int t = 0; t < v.length; t++) {
            double[] m = new double[rank];
            for (int i = 0; i < d; i++) {
                double[] product = product(t, i);
                for (int r = 0; r < rank; r++) {
                    m[r] += u[i][r] * product[r];
                }
            }
            sweep(v[t], n, m);
            for (int r = 0; r < rank; r++) {
                sum += v[t][r] * (dot(n[r], v[t]) - 2 * m[r]);
            }
        }
        error = sum / squares;
    }

    /** Coordinate descent on ½ wᵀKw − bᵀw over w ≥ 0; an entry without curvature stays. */
    private static void sweep(double[] w, double[][] k, double[] b) {
        for (int pass = 0; pass < SWEEPS; pass++) {
            for (int r = 0; r < w.length; r++) {
                if (k[r][r] > 0) {
                    w[r] = Math.max(0, w[r] + (b[r] - dot(k[r], w)) / k[r][r]);
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private double[][] gram(double[][] matrix) {
        double[][] gram = new double[rank][rank];
        for (double[] row : matrix) {
            for (int r = 0; r < rank; r++) {
                for (int s = 0; s < rank; s++) {
                    gram[r][s] += row[r] * row[s];
                }
            }
        }
        return gram;
    }

    private AffinityFactors factors(List<Double> errors, boolean stopped) {
        double[] lengths = new double[rank];
        double[] weights = new double[rank];
        double[][] uu = gram(u);
        double[][] vv = gram(v);
        for (int r = 0; r < rank; r++) {
            lengths[r] = Math.sqrt(uu[r][r]);
            weights[r] = uu[r][r] * Math.sqrt(vv[r][r]);
        }
        int[] order = IntStream.range(0, rank)
                .boxed()
                .sorted((r, s) -> Double.compare(weights[s], weights[r]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new AffinityFactors(
                Arrays.stream(u)
                        .map(row -> IntStream.of(order)
                                .mapToDouble(r -> lengths[r] == 0 ? 0 : row[r] / lengths[r])
                                .toArray())
                        .toArray(double[][]::new),
                Arrays.stream(v)
                        .map(row -> IntStream.of(order)
                                .mapToDouble(r -> row[r] * lengths[r] * lengths[r])
                                .toArray())
                        .toArray(double[][]::new),
                errors,
                stopped);
    }
}
