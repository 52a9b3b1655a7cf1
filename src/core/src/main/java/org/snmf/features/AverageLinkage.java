package org.snmf.features;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Agglomerative clustering with average linkage (UPGMA) by the nearest-neighbour chain (Murtagh 1983): O(n²) time, and
 * the same merges as the search over all pairs, since average linkage never brings a merged pair closer to the rest.
 */
final class AverageLinkage {
    private final double[][] distances;
    private final List<List<Integer>> leaves = new ArrayList<>();

    private AverageLinkage(double[][] distances) {
        this.distances = distances;
        for (int i = 0; i < distances.length; i++) {
            leaves.add(new ArrayList<>(List.of(i)));
        }
    }

    /**
     * The leaves from left to right. Of two merged clusters the one with the smallest leaf stands left.
     *
     * @param distances n × n, symmetric; overwritten
     */
    static int[] leafOrder(double[][] distances) {
        if (distances.length == 0) {
            return new int[0];
        }
        return new AverageLinkage(distances).run();
    }

    private int[] run() {
        Deque<Integer> chain = new ArrayDeque<>();
        int last = 0;
        for (int merges = 0; merges < distances.length - 1; ) {
            if (chain.isEmpty()) {
                chain.push(firstLiving());
            }
            int top = chain.pop();
            Integer before = chain.peek();
            int nearest = nearest(top, before);
            if (before != null && nearest == before) {
                chain.pop();
                last = merge(Math.min(top, before), Math.max(top, before));
                merges++;
            } else {
                chain.push(top);
                chain.push(nearest);
            }
        }
        return leaves.get(last).stream().mapToInt(Integer::intValue).toArray();
    }

    private int firstLiving() {
        int i = 0;
        while (leaves.get(i).isEmpty()) {
            i++;
        }
        return i;
    }

    /** The living cluster nearest to i; the preferred one among equals, or else the first. */
    private int nearest(int i, Integer preferred) {
        int best = preferred == null ? -1 : preferred;
        for (int j = 0; j < distances.length; j++) {
            if (j != i && !leaves.get(j).isEmpty() && (best < 0 || distances[i][j] < distances[i][best])) {
                best = j;
            }
        }
        return best;
    }

    /** Merges cluster j into i. */
    private int merge(int i, int j) {
        double sizeI = leaves.get(i).size();
        double sizeJ = leaves.get(j).size();
        for (int m = 0; m < distances.length; m++) {
            double mean = (sizeI * distances[i][m] + sizeJ * distances[j][m]) / (sizeI + sizeJ);
            distances[i][m] = mean;
            distances[m][i] = mean;
        }
        boolean iFirst = smallest(leaves.get(i)) < smallest(leaves.get(j));
        List<Integer> joined = new ArrayList<>(leaves.get(iFirst ? i : j));
        joined.addAll(leaves.get(iFirst ? j : i));
        leaves.set(i, joined);
        leaves.set(j, List.of());
        return i;
    }

    private static int smallest(List<Integer> cluster) {
        return cluster.stream().mapToInt(Integer::intValue).min().orElseThrow();
    }
}
