package org.snmf.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.snmf.engine.Block;
import org.snmf.engine.Cholesky;
import org.snmf.engine.Engine;
import org.snmf.engine.RowKernels;

/** The kernels that an iteration is made of, on one panel of 512 tokens and one thread: d_a = 3072, p = 5 %. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
// JMH fills in the parameters, and fill the rest, before it measures.
@SuppressWarnings("NullAway.Init")
public class KernelBenchmark {
    private static final int NEURONS = 3072;
    private static final int TOKENS = 512;
    private static final int KEPT = 154;

    @Param({"100", "400"})
    int rank;

    @Param({"torch", "nd4j"})
    String engineName;

    private Engine engine;
    private Block activations;
    private Block coefficients;
    private Block products;
    private float[][] rows;
    private float[][] sums;
    private int[] support;
    private float[] weights;
    private double[][] gram;

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        engine = Engine.open(engineName, 1);
        activations = block(NEURONS, TOKENS, random);
        coefficients = block(rank, TOKENS, random);
        products = engine.allocate(rank, NEURONS);
        rows = new float[NEURONS][TOKENS];
        sums = new float[rank][TOKENS];
        support = new int[rank * KEPT];
        weights = new float[support.length];
        for (int i = 0; i < support.length; i++) {
            support[i] = random.nextInt(NEURONS);
            weights[i] = (float) random.nextDouble();
        }
        gram = new double[rank][rank];
        for (int r = 0; r < rank; r++) {
            for (int s = 0; s < rank; s++) {
                gram[r][s] = r == s ? 2 : 1.0 / rank;
            }
        }
    }

    private Block block(int height, int width, SplittableRandom random) {
        Block block = engine.allocate(height, width);
        for (int i = 0; i < height * width; i++) {
            block.values().put(i, (float) random.nextDouble());
        }
        return block;
    }

    @TearDown
    public void close() {
        engine.close();
    }

    /** Y Aᵀ: the one dense product of an iteration. */
    @Benchmark
    public Block denseProduct() {
        engine.forEach(1, (lane, task) -> engine.multiplyTransposed(coefficients, activations, products, true));
        return products;
    }

    /** Zᵀ A by gathered rows, the copy of the panel into rows included. */
    @Benchmark
    public float[][] sparseProduct() {
        for (int j = 0; j < NEURONS; j++) {
            activations.values().get(j * TOKENS, rows[j]);
        }
        for (int r = 0; r < rank; r++) {
            Arrays.fill(sums[r], 0);
            RowKernels.addCombination(sums[r], TOKENS, rows, support, weights, r * KEPT, (r + 1) * KEPT);
        }
        return sums;
    }

    /** The factorization of Y Yᵀ + λI. */
    @Benchmark
    public Cholesky cholesky() {
        return Cholesky.ridged(gram, 1e-6, engine).factor();
    }
}
