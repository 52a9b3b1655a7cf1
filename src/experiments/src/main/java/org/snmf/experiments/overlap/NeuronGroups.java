package org.snmf.experiments.overlap;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.features.TopNeurons;
import org.snmf.matrix.SparseColumns;

/**
 * The neurons that a set of features shares and those that each has to itself (paper, section 6): with the top neurons of
 * each feature by a {@link TopNeurons} rule, a neuron belongs to the core when at least {@code coreOf} of the features have
 * it, and is exclusive to a feature when no other of them has it. Immutable.
 */
public final class NeuronGroups {
    private final SparseColumns z;
    private final int[] features;
    private final int coreOf;
    private final TopNeurons rule;
    private final BitSet[] top;
    private final int[] holders;

    private NeuronGroups(SparseColumns z, int[] features, TopNeurons rule, int coreOf) {
        this.z = z;
        this.features = features;
        this.coreOf = coreOf;
        this.rule = rule;
        this.top = IntStream.of(features).mapToObj(r -> rule.of(z, r)).toArray(BitSet[]::new);
        this.holders = new int[z.rows()];
        for (BitSet set : top) {
            set.stream().forEach(j -> holders[j]++);
        }
    }

    /**
     * The groups of some features of Z (d_a × k).
     *
     * @param features at least two different features
     * @param coreOf how many of the features must have a neuron for it to be core, from 2 to their number; the paper has all
     * @throws InputException if there are fewer than two features or {@code coreOf} is out of range
     */
    public static NeuronGroups of(SparseColumns z, int[] features, TopNeurons rule, int coreOf) {
        if (IntStream.of(features).distinct().count() < Math.max(2, features.length)) {
            throw new InputException(
                    "neuron groups",
                    "two or more different features",
                    IntStream.of(features).boxed().toList() + "",
                    "");
        }
        if (coreOf < 2 || coreOf > features.length) {
            throw new InputException(
                    "neuron groups", "a core of 2 to " + features.length + " features", "" + coreOf, "");
        }
        return new NeuronGroups(z, features.clone(), rule, coreOf);
    }

    /** A third of so many features, rounded up and at least 2: a core that exists also where all features share nothing. */
    public static int thirdOf(int features) {
        return Math.max(2, (features + 2) / 3);
    }

    /** Number of features. */
    public int size() {
        return features.length;
    }

    /** The feature of Z at place i. */
    public int feature(int i) {
        return features[i];
    }

    /** The core neurons, ascending. */
    public int[] core() {
        return IntStream.range(0, holders.length)
                .filter(j -> holders[j] >= coreOf)
                .toArray();
    }

    /** The neurons that only the feature at place i has, ascending. */
    public int[] exclusive(int i) {
        return top[i].stream().filter(j -> holders[j] == 1).toArray();
    }

    /** The mean of the features on the core neurons and 0 elsewhere, length d_a. */
    public float[] coreDirection() {
        float[] direction = new float[z.rows()];
        for (int feature : features) {
            float[] column = z.column(feature);
            for (int j : core()) {
                direction[j] += column[j] / features.length;
            }
        }
        return direction;
    }

    /** The feature at place i on its exclusive neurons and 0 elsewhere, length d_a. */
    public float[] exclusiveDirection(int i) {
        float[] direction = new float[z.rows()];
        float[] column = z.column(features[i]);
        for (int j : exclusive(i)) {
            direction[j] = column[j];
        }
        return direction;
    }

    /** The rule as a sentence for legends and reports. */
    public String text() {
        return "top neurons: " + rule.text() + "; core: in at least " + coreOf + " of " + size()
                + " features; exclusive: in one of them only";
    }
}
