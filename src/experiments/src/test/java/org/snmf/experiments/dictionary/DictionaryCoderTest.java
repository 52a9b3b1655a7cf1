package org.snmf.experiments.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;

class DictionaryCoderTest {
    static Stream<SparseDictionary> dictionaries() {
        List<SparseDictionary> all = new ArrayList<>();
        int m = 40;
        for (Gate gate : GateTest.gates().toList()) {
            if (!(gate instanceof Gate.JumpRelu) && !(gate instanceof Gate.Gated)) {
                Made made = new Made(all.size());
                SparseDictionary d = made.dictionary(17, m, 17, gate);
                all.add(d);
                all.add(d.withDecoderBiasSubtracted(false).withSkip(Optional.of(made.matrix(17, 17))));
                all.add(d.withNormalisation(Normalisation.LAYER_NORM));
                all.add(d.withNormalisation(Normalisation.TOKEN_NORM));
                all.add(made.dictionary(17, m, 9, gate).withSkip(Optional.of(made.matrix(9, 17))));
            }
        }
        Made made = new Made(77);
        all.add(made.dictionary(6, m, 6, new Gate.JumpRelu(made.numbers(m, 0.5), true)));
        all.add(made.dictionary(6, m, 6, new Gate.JumpRelu(made.numbers(m, 0.5), false)));
        all.add(made.dictionary(
                6, m, 6, new Gate.Gated(made.numbers(m, 0.5), made.numbers(m, 0.5), made.numbers(m, 0.5))));
        all.add(made.dictionary(1, 1, 3, new Gate.Relu()));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void agreesWithTheEquations(SparseDictionary d) {
        ActivationMatrix x = new Made(1).activations(d.inputWidth(), 37);
        try (DictionaryCoder coder = new DictionaryCoder(d, 2)) {
            check(d, x, coder.encode(x, Progress.NONE), coder.reconstruct(x), 1e-4);
        }
    }

    private static void check(
            SparseDictionary d, ActivationMatrix x, Latents latents, ActivationMatrix y, double tolerance) {
        for (int t = 0; t < x.tokens(); t++) {
            SlowDictionary.Coded slow = SlowDictionary.code(d, Made.row(x, t));
            float[] f = latents.token(t);
            float[] out = Made.row(y, t);
            for (int j = 0; j < f.length; j++) {
                assertThat((double) f[j]).isCloseTo(slow.f()[j], within(tolerance));
            }
            for (int i = 0; i < out.length; i++) {
                assertThat((double) out[i]).isCloseTo(slow.y()[i], within(tolerance));
            }
        }
    }

    /** More latents than a strip holds, and more tokens than a batch. */
    @Test
    void stripsAndBatchesLeaveNoSeamAndThreadsNoTrace() {
        Made made = new Made(2);
        SparseDictionary wide = made.dictionary(1000, 5000, 1000, new Gate.TopK(30));
        ActivationMatrix few = made.activations(1000, 3);
        try (DictionaryCoder one = new DictionaryCoder(wide, 1);
                DictionaryCoder three = new DictionaryCoder(wide, 3)) {
            Latents latents = one.encode(few, Progress.NONE);
            check(wide, few, latents, one.reconstruct(few), 1e-3);
            Latents again = three.encode(few, Progress.NONE);
            for (int t = 0; t < 3; t++) {
                assertThat(again.token(t)).isEqualTo(latents.token(t));
            }
        }
        SparseDictionary small = made.dictionary(5, 8, 5, new Gate.Relu());
        ActivationMatrix many = made.activations(5, 1300);
        try (DictionaryCoder coder = new DictionaryCoder(small, 2)) {
            check(small, many, coder.encode(many, Progress.NONE), coder.reconstruct(many), 1e-4);
        }
    }

    @Test
    void refusesAnotherWidthAndNumbersThatAreNone() {
        SparseDictionary d = new Made(4).dictionary(4, 6, 4, new Gate.Relu());
        try (DictionaryCoder coder = new DictionaryCoder(d, 1)) {
            assertThatThrownBy(() -> coder.encode(new Made(1).activations(5, 2), Progress.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("expected width 4, the input of the dictionary, found 5");
            float[] values = {1, 2, 3, 4, 1, Float.NaN, 3, 4};
            assertThatThrownBy(() -> coder.encode(Matrices.dense(4, 2, values), Progress.NONE))
                    .hasMessageContaining("NaN in token 1");
        }
    }

    @Test
    void latentsAreCoefficientsToo() {
        Latents latents = new Latents(4, new int[][] {{1, 3}, {}, {3}}, new float[][] {{2, 5}, {}, {7}});
        assertThat(latents.get(3, 0)).isEqualTo(5);
        assertThat(latents.get(2, 0)).isZero();
        assertThat(latents.feature(3)).containsExactly(5, 0, 7);
        assertThat(latents.feature(0)).containsExactly(0, 0, 0);
        assertThat(latents.token(0)).containsExactly(0, 2, 0, 5);
        assertThat(latents.count(3)).isEqualTo(2);
        assertThat(latents.meanActive()).isEqualTo(1);
    }
}
