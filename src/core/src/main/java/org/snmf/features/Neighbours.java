package org.snmf.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.snmf.matrix.SparseColumns;

/** Which features lie near a feature: cosines of columns of Z (d_a × k), and the neurons that they share. Immutable. */
public final class Neighbours {
    private final SparseColumns z;
    private final double[] lengths;

    private Neighbours(SparseColumns z) {
        this.z = z;
        this.lengths = new double[z.columns()];
        for (int r = 0; r < lengths.length; r++) {
            lengths[r] = length(z.values(r));
        }
    }

    /** The neighbourhoods among the columns of Z. */
    public static Neighbours of(SparseColumns z) {
        return new Neighbours(z);
    }

    /**
     * The features with the largest cosines to feature r, largest first; r itself and dead features are not among them.
     *
     * @throws IndexOutOfBoundsException if Z has no such feature
     */
    public List<Neighbour> nearest(int r, int count) {
        List<Neighbour> near = near(z.column(Objects.checkIndex(r, z.columns())));
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
        return new Neighbour(q, product / (length * lengths[q]), shared);
    }

    private static double length(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
