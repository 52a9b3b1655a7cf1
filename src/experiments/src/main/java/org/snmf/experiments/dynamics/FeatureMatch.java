package org.snmf.experiments.dynamics;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.experiments.stats.Permutation;
import org.snmf.features.TopNeurons;
import org.snmf.matrix.SparseColumns;

/**
 * Whether groups of neurons are those of features. Of each feature only its neurons among the d compared count. The overlap of
 * a group and a feature is Jaccard's, shared neurons over neurons in either; a group's match is the feature of the greatest.
 *
 * <p>The test deals the places of neurons in groups anew. A neuron that many features have would match more of them, whatever
 * the group; so neurons change places only with those that about as many features have (strata of {@link #STRATUM} in the
 * order of that number).
 */
public final class FeatureMatch {
    static final int STRATUM = 10;

    private final BitSet[] features;
    private final int[] sizes;
    private final int[][] strata;

    /**
     * The best match of a group.
     *
     * @param feature of Z; −1 where no feature has a neuron of the group
     * @param jaccard the overlap, in [0, 1]
     */
    public record Match(int feature, double jaccard) {}

    /** @param neurons the d neurons compared, as rows of Z (d_a × k) */
    public FeatureMatch(SparseColumns z, int[] neurons) {
        features = new BitSet[z.columns()];
        int[] holders = new int[neurons.length];
        for (int r = 0; r < features.length; r++) {
            BitSet top = TopNeurons.support().of(z, r);
            features[r] = new BitSet(neurons.length);
            for (int i = 0; i < neurons.length; i++) {
                if (top.get(neurons[i])) {
                    features[r].set(i);
                    holders[i]++;
                }
            }
        }
        sizes = Arrays.stream(features).mapToInt(BitSet::cardinality).toArray();
        int[] order = IntStream.range(0, neurons.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> holders[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        strata = IntStream.iterate(0, from -> from < order.length, from -> from + STRATUM)
                .mapToObj(from -> IntStream.range(from, Math.min(order.length, from + STRATUM))
                        .map(i -> order[i])
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);
    }

    /** The best match of a group, whose members are indices into the d neurons. */
    public Match best(int[] group) {
        Match best = new Match(-1, 0);
        for (int r = 0; r < features.length; r++) {
            int shared = 0;
            for (int i : group) {
                shared += features[r].get(i) ? 1 : 0;
            }
            double jaccard = shared == 0 ? 0 : (double) shared / (group.length + sizes[r] - shared);
            if (jaccard > best.jaccard) {
                best = new Match(r, jaccard);
            }
        }
        return best;
    }

    /** The mean over the groups of the overlap with their best match, against the same groups with neurons dealt anew. */
    public Permutation.Result test(List<int[]> groups, Permutation permutation) {
        int d = IntStream.range(0, strata.length).map(s -> strata[s].length).sum();
        return permutation.test(IntStream.range(0, d).toArray(), shuffled -> {
            int[] places = withinStrata(shuffled);
            return groups.stream()
                    .mapToDouble(group -> best(IntStream.of(group)
                                    .map(i -> places[i])
                                    .toArray())
                            .jaccard())
                    .average()
                    .orElse(Double.NaN);
        });
    }

    /** A permutation of all as one of each stratum; that which moves nothing stays so. */
    private int[] withinStrata(int[] shuffled) {
        int[] position = new int[shuffled.length];
        for (int p = 0; p < shuffled.length; p++) {
            position[shuffled[p]] = p;
        }
        int[] places = new int[shuffled.length];
        for (int[] stratum : strata) {
            int[] dealt = IntStream.of(stratum)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> position[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < stratum.length; i++) {
                places[stratum[i]] = dealt[i];
            }
        }
        return places;
    }
}
