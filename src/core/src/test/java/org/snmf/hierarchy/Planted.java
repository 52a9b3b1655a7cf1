package org.snmf.hierarchy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestEdge;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;

/**
 * Activations with a known two-level structure: each of {@code parents} groups has a core of neurons that all its children
 * share, each child neurons of its own besides, and each token is one child (sometimes two) with noise.
 *
 * @param a the activations, d_a × n
 * @param children the children's directions, each of length d_a, in the order of their parents
 * @param parentOf parent of each child
 */
public record Planted(ActivationMatrix a, float[][] children, int[] parentOf) {
    static final int CORE = 6;
    static final int OWN = 6;

    public static Planted of(int parents, int childrenEach, int tokensEach, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = parents * childrenEach;
        int neurons = parents * CORE + count * OWN + 20;
        float[][] children = new float[count][neurons];
        int[] parentOf = new int[count];
        for (int c = 0; c < count; c++) {
            parentOf[c] = c / childrenEach;
            for (int j = 0; j < CORE; j++) {
                children[c][parentOf[c] * CORE + j] = (float) (1 + 0.3 * random.nextGaussian());
            }
            for (int j = 0; j < OWN; j++) {
                children[c][parents * CORE + c * OWN + j] = (float) (random.nextBoolean() ? 1 : -1);
            }
        }
        float[][] tokens = new float[count * tokensEach][];
        for (int t = 0; t < tokens.length; t++) {
            tokens[t] = token(children, t % count, noise, random);
        }
        float[] tokenMajor = new float[tokens.length * neurons];
        for (int t = 0; t < tokens.length; t++) {
            System.arraycopy(tokens[t], 0, tokenMajor, t * neurons, neurons);
        }
        return new Planted(Matrices.dense(neurons, tokens.length, tokenMajor), children, parentOf);
    }

    private static float[] token(float[][] children, int child, double noise, SplittableRandom random) {
        float[] token = new float[children[0].length];
        float strength = (float) (0.5 + random.nextDouble());
        int second = random.nextInt(5) == 0 ? random.nextInt(children.length) : -1;
        for (int j = 0; j < token.length; j++) {
            token[j] = strength * children[child][j] + (float) (noise * random.nextGaussian());
            if (second >= 0) {
                token[j] += 0.7f * children[second][j];
            }
        }
        return token;
    }

    /** The direction of each planted parent: the mean of its children. */
    float[][] parents() {
        int count = parentOf[parentOf.length - 1] + 1;
        float[][] parents = new float[count][a.neurons()];
        for (int c = 0; c < children.length; c++) {
            for (int j = 0; j < a.neurons(); j++) {
                parents[parentOf[c]][j] += children[c][j] * count / children.length;
            }
        }
        return parents;
    }

    /** For each column of Z the planted direction with the largest cosine, or −1 where that is below {@code least}. */
    static int[] nearest(SparseColumns z, float[][] planted, double least) {
        int[] nearest = new int[z.columns()];
        Arrays.fill(nearest, -1);
        for (int r = 0; r < nearest.length; r++) {
            double best = least;
            for (int c = 0; c < planted.length; c++) {
                double cosine = cosine(z.column(r), planted[c]);
                if (cosine >= best) {
                    best = cosine;
                    nearest[r] = c;
                }
            }
        }
        return nearest;
    }

    private static double cosine(float[] one, float[] other) {
        double inner = 0;
        double oneSquares = 0;
        double otherSquares = 0;
        for (int j = 0; j < one.length; j++) {
            inner += one[j] * other[j];
            oneSquares += one[j] * one[j];
            otherSquares += other[j] * other[j];
        }
        return oneSquares == 0 ? 0 : inner / Math.sqrt(oneSquares * otherSquares);
    }

    /**
     * How well the edges of a forest agree with the planted ones.
     *
     * @param recall share of the planted parent–child pairs that some edge joins
     * @param precision share of the edges that join a planted pair; edges whose ends match nothing planted count as wrong
     */
    record Edges(double recall, double precision) {}

    /** The edges of the two levels of a hierarchy, features matched to planted directions by a cosine of at least 0.5. */
    Edges edges(Hierarchy hierarchy, FeatureForest forest) {
        return edges(hierarchy, forest, parentOf);
    }

    private Edges edges(Hierarchy hierarchy, FeatureForest forest, int[] dealing) {
        int[] child = nearest(hierarchy.level(0).features(), children, 0.5);
        int[] parent = nearest(hierarchy.level(1).features(), parents(), 0.5);
        Set<Integer> found = new HashSet<>();
        int right = 0;
        for (ForestNode node : forest.level(1)) {
            for (ForestEdge edge : node.children()) {
                int c = child[edge.child()];
                if (c >= 0 && dealing[c] == parent[node.feature()]) {
                    found.add(c);
                    right++;
                }
            }
        }
        return new Edges((double) found.size() / children.length, (double) right / forest.edgeCount());
    }

    /** What {@link #edges} is on average when the children are dealt to the parents at random, as many to each. */
    Edges chance(Hierarchy hierarchy, FeatureForest forest) {
        SplittableRandom random = new SplittableRandom(1);
        int[] dealing = parentOf.clone();
        double recall = 0;
        double precision = 0;
        for (int deal = 0; deal < 200; deal++) {
            for (int i = dealing.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int parent = dealing[i];
                dealing[i] = dealing[j];
                dealing[j] = parent;
            }
            Edges edges = edges(hierarchy, forest, dealing);
            recall += edges.recall() / 200;
            precision += edges.precision() / 200;
        }
        return new Edges(recall, precision);
    }
}
