package org.snmf.features;

import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.snmf.matrix.SparseColumns;

/**
 * How many top neurons two features share (paper, section 6 and Figure 5): with Z̄ (d_a × k) holding 1 where a neuron is
 * among the top ones of a feature by a {@link TopNeurons} rule, M = Z̄ᵀ Z̄ (k × k). (The paper writes Z̄ Z̄ᵀ with one
 * feature a row.) The diagonal counts each feature's own top neurons. Immutable.
 */
public final class NeuronOverlap {
    private final TopNeurons rule;
    private final int[] features;
    private final BitSet[] neurons;
    private final int[][] counts;

    private NeuronOverlap(TopNeurons rule, int[] features, BitSet[] neurons) {
        this.rule = rule;
        this.features = features;
        this.neurons = neurons;
        this.counts = counts(neurons);
    }

    /** The overlaps of all features of Z. */
    public static NeuronOverlap of(SparseColumns z, TopNeurons rule) {
        return of(z, rule, IntStream.range(0, z.columns()).toArray());
    }

    /**
     * The overlaps of some features of Z, in the order given.
     *
     * @throws IndexOutOfBoundsException if Z has no such feature
     */
    public static NeuronOverlap of(SparseColumns z, TopNeurons rule, int... features) {
        BitSet[] neurons = new BitSet[features.length];
        for (int i = 0; i < features.length; i++) {
            neurons[i] = rule.of(z, Objects.checkIndex(features[i], z.columns()));
        }
        return new NeuronOverlap(rule, features.clone(), neurons);
    }

    private static int[][] counts(BitSet[] neurons) {
        int[][] counts = new int[neurons.length][neurons.length];
        for (int i = 0; i < neurons.length; i++) {
            for (int j = 0; j <= i; j++) {
                BitSet shared = (BitSet) neurons[i].clone();
                shared.and(neurons[j]);
                counts[i][j] = shared.cardinality();
                counts[j][i] = counts[i][j];
            }
        }
        return counts;
    }

    /** The rule that chose the top neurons. */
    public TopNeurons rule() {
        return rule;
    }

    /** Number of features compared. */
    public int size() {
        return features.length;
    }

    /** The feature of Z that row i of M stands for. */
    public int feature(int i) {
        return features[i];
    }

    /** M[i, j]: the number of neurons that rows i and j share. */
    public int count(int i, int j) {
        return counts[i][j];
    }

    /** The top neurons of row i, ascending. A fresh array. */
    public int[] neurons(int i) {
        return neurons[i].stream().toArray();
    }

    /** M as an array to compute with; the caller closes it. */
    public INDArray matrix() {
        float[][] rows = new float[size()][size()];
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < size(); j++) {
                rows[i][j] = counts[i][j];
            }
        }
        return Nd4j.createFromArray(rows);
    }

    /** Shared neurons over neurons in either (Jaccard), in [0, 1]; 0 when both have none. */
    public double similarity(int i, int j) {
        int either = counts[i][i] + counts[j][j] - counts[i][j];
        return either == 0 ? 0 : (double) counts[i][j] / either;
    }

    /** The same overlaps with rows in another order: row i of the result is row {@code order[i]} of this. */
    public NeuronOverlap ordered(int[] order) {
        int[] chosen = IntStream.of(order).map(i -> features[i]).toArray();
        BitSet[] sets = IntStream.of(order).mapToObj(i -> neurons[i]).toArray(BitSet[]::new);
        return new NeuronOverlap(rule, chosen, sets);
    }

    /**
     * The order of the leaves of a hierarchical clustering with average linkage on 1 − {@link #similarity}, so that
     * features that share neurons stand together. Give it to {@link #ordered}.
     */
    public int[] clusterOrder() {
        double[][] distances = new double[size()][size()];
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < size(); j++) {
                distances[i][j] = 1 - similarity(i, j);
            }
        }
        return AverageLinkage.leafOrder(distances);
    }

    /** Mean number of neurons shared by the pairs of two different rows among {@code rows}; NaN for fewer than two. */
    public double meanWithin(int... rows) {
        long sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += counts[rows[i]][rows[j]];
            }
        }
        return sum / (rows.length * (rows.length - 1) / 2.0);
    }

    /** Mean number of neurons shared by a row of the one group with a row of the other; NaN when one is empty. */
    public double meanAcross(int[] rows, int[] others) {
        long sum = 0;
        for (int i : rows) {
            for (int j : others) {
                sum += counts[i][j];
            }
        }
        return sum / ((double) rows.length * others.length);
    }
}
