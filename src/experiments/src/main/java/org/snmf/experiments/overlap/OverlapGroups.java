package org.snmf.experiments.overlap;

import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.stats.Permutation;
import org.snmf.features.NeuronOverlap;

/**
 * Whether features of a group share more neurons than features in general (paper, Figure 5): the mean number of shared
 * neurons over the pairs within a group against the same number for as many features drawn from all, and of two groups the
 * mean over pairs across them.
 */
public final class OverlapGroups {
    private final NeuronOverlap overlap;
    private final Permutation permutation;

    /** @param overlap of all features, so that chance can draw from them */
    public OverlapGroups(NeuronOverlap overlap, Permutation permutation) {
        this.overlap = overlap;
        this.permutation = permutation;
    }

    /**
     * The mean within {@code rows} of the overlap, tested against as many random rows.
     *
     * @throws InputException if a row is named twice, as in the other tests, or stands in both groups
     */
    public Permutation.Result within(int... rows) {
        return permutation.test(labels(rows, new int[0]), labels -> overlap.meanWithin(having(labels, 1)));
    }

    /** The mean across two groups, tested against two random groups of their sizes. */
    public Permutation.Result across(int[] rows, int[] others) {
        return permutation.test(
                labels(rows, others), labels -> overlap.meanAcross(having(labels, 1), having(labels, 2)));
    }

    /**
     * The mean within {@code rows} less the mean from these to all rows that are in neither group, tested against as many
     * random rows.
     */
    public Permutation.Result againstOthers(int[] rows) {
        return permutation.test(labels(rows, new int[0]), labels -> {
            int[] own = having(labels, 1);
            return overlap.meanWithin(own) - overlap.meanAcross(own, having(labels, 0));
        });
    }

    private int[] labels(int[] ones, int[] twos) {
        int[] labels = new int[overlap.size()];
        label(labels, ones, 1);
        label(labels, twos, 2);
        return labels;
    }

    private static void label(int[] labels, int[] rows, int label) {
        for (int row : rows) {
            if (labels[row] != 0) {
                throw new InputException(
                        "groups of features",
                        "each feature once, in one group",
                        "feature " + row + (labels[row] == label ? " twice in a group" : " in two groups"),
                        "Leave one of them out.");
            }
            labels[row] = label;
        }
    }

    private static int[] having(int[] labels, int label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }
}
