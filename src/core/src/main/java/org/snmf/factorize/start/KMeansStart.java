package org.snmf.factorize.start;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.snmf.engine.Block;
import org.snmf.engine.LaneBlocks;
import org.snmf.engine.RowKernels;
import org.snmf.matrix.NamedRandom;

/**
 * Y = cluster indicator + 0.2, from k-means of the tokens (Ding, Li and Jordan 2010, section 3.1): Lloyd's iterations from k
 * tokens drawn at random, at most ten, ended early when no token changes its cluster. A cluster without tokens gets the
 * token that lies farthest from its own center.
 */
final class KMeansStart extends Start {
    private static final int ITERATIONS = 10;
    private static final float OFFSET = 0.2f;

    private final int[] cluster;
    private final float[] distance;
    private final float[] tokenLengths;
    private final double[] squaredLengths;

    KMeansStart(Given given) {
        super(given);
        this.cluster = new int[panels.tokens()];
        this.distance = new float[panels.tokens()];
        this.tokenLengths = new float[panels.tokens()];
        this.squaredLengths = new double[options.rank()];
    }

    @Override
    public void fill() {
        int k = options.rank();
        try (Block centers = engine.allocate(k, a.neurons());
                LaneBlocks products = new LaneBlocks(engine, k);
                LaneBlocks indicators = new LaneBlocks(engine, k);
                LaneSums sums = new LaneSums(engine, k, a.neurons())) {
            measureTokens();
            drawCenters(centers);
            boolean goesOn = true;
            for (int i = 0; i < ITERATIONS && goesOn; i++) {
                goesOn = assign(centers, products, indicators, sums) > 0 && goesOn(i + 1, ITERATIONS);
                if (goesOn) {
                    moveCenters(centers, sums.join());
                }
            }
        }
        engine.forEach(panels.count(), (lane, b) -> {
            fillPanel(b, y.target(lane, b).values());
            y.written(lane, b);
        });
    }

    private void fillPanel(int b, FloatBuffer values) {
        int width = panels.size(b);
        for (int i = 0; i < options.rank() * width; i++) {
            values.put(i, OFFSET);
        }
        for (int t = 0; t < width; t++) {
            values.put(cluster[panels.from(b) + t] * width + t, 1 + OFFSET);
        }
    }

    /** The squared length of every token. */
    private void measureTokens() {
        engine.forEach(panels.count(), (lane, b) -> {
            FloatBuffer values = activations.panel(lane, b).values();
            int width = panels.size(b);
            float[] row = new float[width];
            float[] sum = new float[width];
            for (int j = 0; j < a.neurons(); j++) {
                values.get(j * width, row);
                for (int t = 0; t < width; t++) {
                    sum[t] += row[t] * row[t];
                }
            }
            System.arraycopy(sum, 0, tokenLengths, panels.from(b), width);
        });
    }

    private void drawCenters(Block centers) {
        SplittableRandom random = new NamedRandom(options.seed(), "centers").stream();
        Set<Integer> chosen = new LinkedHashSet<>();
        while (chosen.size() < options.rank()) {
            chosen.add(random.nextInt(panels.tokens()));
        }
        int r = 0;
        for (int token : chosen) {
            copyToken(token, centers, r++);
        }
        Arrays.fill(cluster, -1);
    }

    private void copyToken(int token, Block centers, int r) {
        centers.values().put(r * a.neurons(), activations.token(token));
    }

    /** Puts every token to its nearest center and adds up the tokens of each; says how many changed. */
    private long assign(Block centers, LaneBlocks products, LaneBlocks indicators, LaneSums sums) {
        engine.forEach(options.rank(), (lane, r) -> {
            float[] row = new float[a.neurons()];
            centers.values().get(r * a.neurons(), row);
            squaredLengths[r] = RowKernels.dot(row, row, row.length);
        });
        long[] changed = new long[panels.count()];
        project(centers, products, (lane, b, panel, product) -> {
            Block indicator = indicators.get(lane, panels.size(b));
            changed[b] = assignPanel(b, product.values(), indicator.values());
            sums.add(lane, indicator, panel);
        });
        long all = 0;
        for (long count : changed) {
            all += count;
        }
        return all;
    }

    private long assignPanel(int b, FloatBuffer product, FloatBuffer indicator) {
        int width = panels.size(b);
        long changed = 0;
        for (int t = 0; t < width; t++) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int r = 0; r < options.rank(); r++) {
                double value = squaredLengths[r] - 2.0 * product.get(r * width + t);
                indicator.put(r * width + t, 0);
                if (value < least) {
                    least = value;
                    nearest = r;
                }
            }
            indicator.put(nearest * width + t, 1);
            changed += cluster[panels.from(b) + t] != nearest ? 1 : 0;
            cluster[panels.from(b) + t] = nearest;
            distance[panels.from(b) + t] = (float) (least + tokenLengths[panels.from(b) + t]);
        }
        return changed;
    }

    private void moveCenters(Block centers, Block sums) {
        int[] sizes = new int[options.rank()];
        for (int c : cluster) {
            sizes[c]++;
        }
        float[] row = new float[a.neurons()];
        for (int r = 0; r < sizes.length; r++) {
            if (sizes[r] > 0) {
                sums.values().get(r * row.length, row);
                RowKernels.scale(row, row.length, 1f / sizes[r]);
                centers.values().put(r * row.length, row);
            } else {
                copyToken(farthest(), centers, r);
            }
        }
    }

    private int farthest() {
        int farthest = 0;
        for (int t = 1; t < distance.length; t++) {
            if (distance[t] > distance[farthest]) {
                farthest = t;
            }
        }
        distance[farthest] = Float.NEGATIVE_INFINITY;
        return farthest;
    }
}
