package org.snmf.experiments.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
    private static final int M = 24;

    static Stream<Gate> gates() {
        Made made = new Made(3);
        return Stream.of(
                new Gate.Relu(),
                new Gate.TopK(1),
                new Gate.TopK(5),
                new Gate.TopK(M),
                new Gate.TopK(99),
                new Gate.GroupMax(4),
                new Gate.JumpRelu(made.numbers(M, 0.5), true),
                new Gate.JumpRelu(made.numbers(M, 0.5), false),
                new Gate.Gated(made.numbers(M, 0.5), made.numbers(M, 0.5), made.numbers(M, 0.5)));
    }

    private static float[] dense(Gate gate, float[] h) {
        int[] active = new int[h.length];
        float[] strengths = new float[h.length];
        int count = gate.choose(h.clone(), active, strengths);
        float[] f = new float[h.length];
        for (int a = 0; a < count; a++) {
            assertThat(strengths[a]).isNotZero();
            assertThat(a == 0 || active[a] > active[a - 1]).isTrue();
            f[active[a]] = strengths[a];
        }
        return f;
    }

    @ParameterizedTest
    @MethodSource("gates")
    void choosesAsTheEquationSays(Gate gate) {
        Made made = new Made(5);
        for (int round = 0; round < 300; round++) {
            float[] h = made.numbers(M, 1);
            double[] slow = new double[M];
            for (int j = 0; j < M; j++) {
                slow[j] = h[j];
            }
            double[] expected = SlowDictionary.gate(gate, slow);
            float[] found = dense(gate, h);
            for (int j = 0; j < M; j++) {
                assertThat((double) found[j]).isCloseTo(expected[j], within(1e-6));
                assertThat(found[j] != 0).isEqualTo(expected[j] != 0);
            }
        }
    }

    @Test
    void equalValuesAreTakenFromTheFirstOn() {
        assertThat(dense(new Gate.TopK(3), new float[] {1, 2, 1, 2, 1, 0})).containsExactly(1, 2, 0, 2, 0, 0);
        assertThat(dense(new Gate.TopK(2), new float[] {7, 7, 7, 7})).containsExactly(7, 7, 0, 0);
        assertThat(dense(new Gate.TopK(3), new float[] {-1, 4, -2, 0})).containsExactly(0, 4, 0, 0);
        assertThat(dense(new Gate.GroupMax(2), new float[] {-3, -1, 5, 5})).containsExactly(0, 0, 5, 0);
    }

    @Test
    void thresholdsAreStrictAndNeverOpenForWhatIsNotPositive() {
        Gate gate = new Gate.JumpRelu(new float[] {0.75f, 0.75f, -1, -1, Float.POSITIVE_INFINITY}, true);
        assertThat(dense(gate, new float[] {0.75f, 0.76f, -0.5f, 0.5f, 9})).containsExactly(0, 0.76f, 0, 0.5f, 0);
    }

    @Test
    void selectionFindsTheKthLargestWhateverTheOrder() {
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 500; round++) {
            float[] values = new float[1 + random.nextInt(60)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(12);
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            int k = 1 + random.nextInt(values.length);
            assertThat(Selection.largest(values.clone(), k)).isEqualTo(sorted[sorted.length - k]);
        }
    }
}
