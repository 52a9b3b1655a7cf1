package org.snmf.features;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.matrix.SparseColumns;

/**
 * The rule that binarizes a feature: which neurons of z_r count as its top ones. Paper, section 6: "a per-feature
 * threshold"; the paper does not state which, so the rule is part of every result.
 *
 * @param kind how the threshold of a feature is found
 * @param amount the share or the number of neurons; not used by {@link Kind#SUPPORT}
 * @param positiveOnly whether only positive entries count; otherwise entries count by their magnitude
 */
public record TopNeurons(Kind kind, double amount, boolean positiveOnly) {
    /** How the threshold of a feature is found. */
    public enum Kind {
        /** Every neuron that winner-take-all kept. */
        SUPPORT,
        /** Neurons with at least {@code amount} times the largest entry of the feature. */
        SHARE_OF_MAXIMUM,
        /** The {@code amount} largest entries of the feature, the lower index first among equals. */
        COUNT
    }

    /** @throws InputException if the share is not in (0, 1] or the number is not a whole one of at least 1 */
    public TopNeurons {
        if (kind == Kind.SHARE_OF_MAXIMUM && !(amount > 0 && amount <= 1)) {
            throw new InputException("top neurons", "a share of the maximum in (0, 1]", "" + amount, "");
        }
        if (kind == Kind.COUNT && !(amount >= 1 && amount == Math.rint(amount))) {
            throw new InputException("top neurons", "a number of neurons, at least 1", "" + amount, "");
        }
    }

    /** Every neuron of the support, whatever its sign. */
    public static TopNeurons support() {
        return new TopNeurons(Kind.SUPPORT, 1, false);
    }

    /** Neurons with at least {@code share} of the largest magnitude. */
    public static TopNeurons shareOfMaximum(double share) {
        return new TopNeurons(Kind.SHARE_OF_MAXIMUM, share, false);
    }

    /** The {@code count} neurons of largest magnitude. */
    public static TopNeurons count(int count) {
        return new TopNeurons(Kind.COUNT, count, false);
    }

    /** This rule over positive entries only. */
    public TopNeurons positive() {
        return new TopNeurons(kind, amount, true);
    }

    /** The top neurons of feature r of Z (d_a × k); entries that are zero never count. */
    public BitSet of(SparseColumns z, int r) {
        int[] support = z.support(r);
        float[] sizes = z.values(r);
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = positiveOnly ? Math.max(0, sizes[i]) : Math.abs(sizes[i]);
        }
        BitSet top = new BitSet(z.rows());
        ranked(sizes).filter(i -> sizes[i] > 0).forEach(i -> top.set(support[i]));
        return top;
    }

    /** The entries that the rule keeps, those of size zero perhaps among them. */
    private IntStream ranked(float[] sizes) {
        IntStream all = IntStream.range(0, sizes.length);
        return switch (kind) {
            case SUPPORT -> all;
            case SHARE_OF_MAXIMUM -> {
                double threshold = amount * maximum(sizes);
                yield all.filter(i -> sizes[i] >= threshold);
            }
            case COUNT ->
                all.boxed()
                        .sorted((a, b) -> Float.compare(sizes[b], sizes[a]))
                        .limit((long) amount)
                        .mapToInt(Integer::intValue);
        };
    }

    private static double maximum(float[] sizes) {
        float maximum = 0;
        for (float size : sizes) {
            maximum = Math.max(maximum, size);
        }
        return maximum;
    }

    /** The rule as a noun phrase for legends and reports. */
    public String text() {
        String sign = positiveOnly ? "positive " : "";
        return switch (kind) {
            case SUPPORT -> "all " + sign + "neurons of the support";
            case SHARE_OF_MAXIMUM -> sign + "neurons with at least " + amount + " of the largest entry";
            case COUNT -> "the " + (int) amount + " largest " + sign + "neurons";
        };
    }
}
