package org.snmf.experiments.overlap;

import java.util.stream.IntStream;
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

    /** The mean within {@code rows} of the overlap, tested against as many random rows. */
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
        for (int row : ones) {
            labels[row] = 1;
        }
        for (int row : twos) {
            labels[row] = 2;
        }
        return labels;
    }

    private static int[] having(int[] labels, int label) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
    }
}
