package org.snmf.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.matrix.SparseColumns;

/**
 * Which features lie near a feature: cosines of their directions, such as the columns of Z (d_a × k), and the neurons that
 * they share. Immutable.
 */
public final class Neighbours {
    private final SparseColumns z;
    private final int[] numbers;
    private final double[] lengths;

    private Neighbours(SparseColumns z, int... numbers) {
        this.z = z;
        this.numbers = numbers;
        this.lengths = new double[z.columns()];
        for (int r = 0; r < lengths.length; r++) {
            lengths[r] = length(z.values(r));
        }
    }

    /** The neighbourhoods among the columns of Z. */
    public static Neighbours of(SparseColumns z) {
        return new Neighbours(z, IntStream.range(0, z.columns()).toArray());
    }

    /** The neighbourhoods among the features that are to be read, {@link FeatureSet#chosen()}, under their numbers. */
    public static Neighbours of(FeatureSet features) {
        int[] chosen = features.chosen();
        List<float[]> directions =
                IntStream.of(chosen).mapToObj(features::direction).toList();
        return new Neighbours(SparseColumns.ofDense(features.width(), directions), chosen);
    }

    /**
     * The features with the largest cosines to feature r, largest first; r itself and dead features are not among them.
     *
     * @throws IndexOutOfBoundsException if r is none of the features
     */
    public List<Neighbour> nearest(int r, int count) {
        int column = Arrays.binarySearch(numbers, r);
        if (column < 0) {
            throw new IndexOutOfBoundsException(r);
        }
        List<Neighbour> near = near(z.column(column));
        near.removeIf(n -> n.feature() == r);
        return List.copyOf(near.subList(0, Math.min(count, near.size())));
    }

    /**
     * The features with the largest cosines to a direction of length d_a, largest first.
     *
     * @throws IllegalArgumentException if it has another length
     */
    public List<Neighbour> nearest(float[] direction, int count) {
        if (direction.length != z.rows()) {
            throw new IllegalArgumentException("expected " + z.rows() + " values, found " + direction.length);
        }
        List<Neighbour> near = near(direction);
        return List.copyOf(near.subList(0, Math.min(count, near.size())));
    }

    private List<Neighbour> near(float[] direction) {
        double length = length(direction);
        List<Neighbour> near = new ArrayList<>();
        for (int q = 0; q < lengths.length && length > 0; q++) {
            if (lengths[q] > 0) {
                near.add(neighbour(q, direction, length));
            }
        }
        near.sort(Comparator.comparingDouble((Neighbour n) -> -n.cosine()).thenComparingInt(Neighbour::feature));
        return near;
    }

    private Neighbour neighbour(int q, float[] direction, double length) {
        double product = 0;
        int shared = 0;
        for (int i = z.offset(q); i < z.offset(q + 1); i++) {
            float other = direction[z.index(i)];
            product += (double) z.value(i) * other;
            shared += other != 0 && z.value(i) != 0 ? 1 : 0;
        }
        return new Neighbour(numbers[q], product / (length * lengths[q]), shared);
    }

    private static double length(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
