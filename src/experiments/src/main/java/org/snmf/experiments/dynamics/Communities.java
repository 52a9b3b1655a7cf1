package org.snmf.experiments.dynamics;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.alg.clustering.GirvanNewmanClustering;
import org.jgrapht.alg.clustering.UndirectedModularityMeasurer;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

/**
 * The communities of the members of a factor. A factor alone says that all its members go together; so the graph is drawn from
 * the affinities themselves, W[i, j] = Σ_t v_r[t] X_t[i, j] over the times at which the factor acts, with an edge where W is
 * above its mean over the members. It is split by betweenness (Girvan and Newman 2002, JGraphT), into the number of parts of
 * the greatest modularity; below a modularity of {@link #LEAST} the members stay one community (Newman and Girvan 2004 find
 * 0.3 to 0.7 where there are communities).
 */
final class Communities {
    static final double LEAST = 0.3;
    /** Betweenness takes about (edges)² · members. */
    static final int MOST_MEMBERS = 40;

    private static final int MORE_PARTS = 4;

    private Communities() {}

    /** The communities of the members of factor r, as rows of {@code x}, the largest first. */
    static List<int[]> of(Affinities x, AffinityFactors factors, int r, int[] members) {
        double[][] w = new double[members.length][members.length];
        for (int i = 0; i < members.length; i++) {
            for (int j = 0; j < members.length; j++) {
                for (int t = 0; t < factors.times().length; t++) {
                    w[i][j] += factors.times()[t][r] * x.at(t, members[i], members[j]);
                }
            }
        }
        return of(w).stream()
                .map(part -> IntStream.of(part).map(i -> members[i]).sorted().toArray())
                .toList();
    }

    /** The communities of the vertices of a symmetric W ≥ 0 whose diagonal is 0. */
    static List<int[]> of(double[][] w) {
        Graph<Integer, DefaultEdge> graph = graph(w);
        if (graph.edgeSet().isEmpty()) {
            return List.of(IntStream.range(0, w.length).toArray());
        }
        UndirectedModularityMeasurer<Integer, DefaultEdge> measurer = new UndirectedModularityMeasurer<>(graph);
        List<Set<Integer>> best = List.of(graph.vertexSet());
        double modularity = LEAST;
        int least = new ConnectivityInspector<>(graph).connectedSets().size();
        for (int parts = least; parts <= Math.min(w.length, least + MORE_PARTS); parts++) {
            List<Set<Integer>> clusters =
                    new GirvanNewmanClustering<>(graph, parts).getClustering().getClusters();
            double found = measurer.modularity(clusters);
            if (found > modularity) {
                modularity = found;
                best = clusters;
            }
        }
        return best.stream()
                .map(part -> part.stream().mapToInt(Integer::intValue).sorted().toArray())
                .sorted(Comparator.<int[]>comparingInt(part -> -part.length).thenComparingInt(part -> part[0]))
                .toList();
    }

    private static Graph<Integer, DefaultEdge> graph(double[][] w) {
        int m = w.length;
        double sum = 0;
        for (double[] row : w) {
            for (double value : row) {
                sum += value;
            }
        }
        double mean = sum / Math.max(1, (long) m * (m - 1));
        Graph<Integer, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
        for (int i = 0; i < m; i++) {
            graph.addVertex(i);
            for (int j = 0; j < i; j++) {
                if (w[i][j] > mean) {
                    graph.addEdge(i, j);
                }
            }
        }
        return graph;
    }
}
