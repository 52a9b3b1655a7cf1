package org.snmf.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
record Planted(ActivationMatrix a, float[][] children, int[] parentOf) {
    static final int CORE = 6;
    static final int OWN = 6;

    static Planted of(int parents, int childrenEach, int tokensEach, double noise, long seed) {
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

    /** For each column of Z the planted child with the largest |cosine|, or −1 where that is below {@code least}. */
    int[] nearestChild(SparseColumns z, double least) {
        int[] nearest = new int[z.columns()];
        Arrays.fill(nearest, -1);
        for (int r = 0; r < nearest.length; r++) {
            double best = least;
            for (int c = 0; c < children.length; c++) {
                double cosine = cosine(z.column(r), children[c]);
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
     * Share of the pairs of found children with one planted parent, among the pairs that the forest puts under one found
     * parent, and the recall of such pairs: {@code {precision, recall}}. Found children that match no planted one count as
     * children without siblings.
     */
    double[] siblings(FeatureForest forest, int[] nearest) {
        List<int[]> together = new ArrayList<>();
        for (ForestNode parent : forest.level(1)) {
            List<ForestEdge> edges = parent.children();
            for (int i = 0; i < edges.size(); i++) {
                for (int j = 0; j < i; j++) {
                    together.add(new int[] {edges.get(i).child(), edges.get(j).child()});
                }
            }
        }
        long right = together.stream()
                .filter(p -> sibling(nearest[p[0]], nearest[p[1]]))
                .count();
        long found = together.stream()
                .filter(p -> sibling(nearest[p[0]], nearest[p[1]]))
                .map(p -> Math.min(p[0], p[1]) * 100_000L + Math.max(p[0], p[1]))
                .distinct()
                .count();
        long all = 0;
        for (int i = 0; i < nearest.length; i++) {
            for (int j = 0; j < i; j++) {
                all += sibling(nearest[i], nearest[j]) ? 1 : 0;
            }
        }
        return new double[] {(double) right / together.size(), (double) found / all};
    }

    private boolean sibling(int one, int other) {
        return one >= 0 && other >= 0 && parentOf[one] == parentOf[other];
    }
}
