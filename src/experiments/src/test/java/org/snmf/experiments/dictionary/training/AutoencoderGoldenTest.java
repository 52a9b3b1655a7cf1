package org.snmf.experiments.dictionary.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.engine.NativeArrays;
import org.snmf.testkit.ground.CollectedGarbage;

/** Against PyTorch from the same start (autoencoder-golden.py writes the numbers), and against loops in double. */
class AutoencoderGoldenTest {
    private static final List<String> WEIGHTS = List.of("encoder", "encoderBias", "decoder", "decoderBias");

    private record Golden(JsonNode all, JsonNode one) {
        AutoencoderModel model() {
            return new AutoencoderModel(
                    start(), sparsity(), variance(), all.get("rate").asDouble());
        }

        double variance() {
            return all.get("variance").asDouble();
        }

        Sparsity sparsity() {
            int topK = one.get("topK").asInt();
            return topK > 0
                    ? new Sparsity.TopK(topK)
                    : new Sparsity.L1(one.get("penalty").asDouble());
        }

        AutoencoderWeights start() {
            JsonNode start = one.get("start");
            return new AutoencoderWeights(
                    floats(start.get("encoder")),
                    floats(start.get("encoderBias")),
                    floats(start.get("decoder")),
                    floats(start.get("decoderBias")),
                    sparsity());
        }

        boolean[] dead() {
            boolean[] dead = new boolean[all.get("latents").asInt()];
            one.get("dead").forEach(j -> dead[j.asInt()] = true);
            return dead;
        }

        float[] tokens() {
            return floats(one.get("tokens"));
        }

        @Override
        public String toString() {
            return one.get("name").asText();
        }
    }

    static List<Golden> goldens() throws IOException {
        try (InputStream in = AutoencoderGoldenTest.class.getResourceAsStream("autoencoder-golden.json")) {
            JsonNode all = new ObjectMapper().readTree(in);
            List<Golden> goldens = new ArrayList<>();
            all.get("cases").forEach(one -> goldens.add(new Golden(all, one)));
            return goldens;
        }
    }

    private static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i).asDouble();
        }
        return values;
    }

    private static AutoencoderModel.Gradients gradients(AutoencoderModel model, Golden golden, NDManager scope) {
        int d = golden.all.get("width").asInt();
        float[] tokens = golden.tokens();
        NDArray x = scope.create(tokens, new Shape(tokens.length / d, d));
        return model.gradients(x, golden.dead());
    }

    /** What the graph needs for the way back must not lie in memory that Java gives back. */
    @ParameterizedTest
    @MethodSource("goldens")
    void gradientsAreTheSameBytesWhileGarbageIsCollected(Golden golden) {
        try (AutoencoderModel model = golden.model()) {
            List<float[]> first = gradients(model, golden);
            try (CollectedGarbage garbage = new CollectedGarbage()) {
                for (int pass = 0; pass < 20 || garbage.rounds() < 5; pass++) {
                    assertThat(gradients(model, golden))
                            .as("pass " + pass)
                            .usingRecursiveComparison()
                            .isEqualTo(first);
                }
            }
        }
    }

    private static List<float[]> gradients(AutoencoderModel model, Golden golden) {
        float[] tokens = golden.tokens();
        int width = golden.start().width();
        try (NDManager scratch = model.scope()) {
            NDArray x = NativeArrays.floats(scratch, new Shape(tokens.length / width, width), tokens);
            return model.gradients(x, golden.dead()).of().stream()
                    .map(NDArray::toFloatArray)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void lossAndGradientsAreThoseOfPyTorch(Golden golden) {
        try (AutoencoderModel model = golden.model();
                NDManager scope = model.scope()) {
            AutoencoderModel.Gradients found = gradients(model, golden, scope);
            assertThat(found.loss()).isCloseTo(golden.one.get("loss").asDouble(), within(1e-5));
            for (int i = 0; i < WEIGHTS.size(); i++) {
                assertThat(found.of().get(i).toFloatArray())
                        .as(WEIGHTS.get(i))
                        .containsExactly(floats(golden.one.get("gradients").get(WEIGHTS.get(i))), within(2e-5f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void oneStepMovesTheWeightsAsInPyTorch(Golden golden) {
        try (AutoencoderModel model = golden.model()) {
            boolean[] dead = golden.dead();
            int arrays = model.liveArrays();
            double loss = model.step(golden.tokens(), dead);
            assertThat(loss).isCloseTo(golden.one.get("loss").asDouble(), within(1e-5));
            AutoencoderWeights after = model.copy();
            float[][] values = {after.encoder(), after.encoderBias(), after.decoder(), after.decoderBias()};
            for (int i = 0; i < values.length; i++) {
                // The first step of Adam is the sign of the gradient: entries with a gradient near 0 may go either way.
                assertThat(values[i])
                        .as(WEIGHTS.get(i))
                        .containsExactly(floats(golden.one.get("after").get(WEIGHTS.get(i))), within(1e-5f));
            }
            assertThat(model.liveArrays()).isEqualTo(arrays);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void silentLatentsAreCounted(Golden golden) {
        try (AutoencoderModel model = golden.model();
                NDManager scope = model.scope()) {
            gradients(model, golden, scope);
            int silent = 0;
            for (boolean dead : model.dead(1)) {
                silent += dead ? 1 : 0;
            }
            assertThat(silent).isEqualTo(golden.one.get("silent").asInt());
        }
    }

    /** The loss in loops, and its slope by differences where the loss is smooth. */
    @ParameterizedTest
    @MethodSource("goldens")
    void gradientsAreTheSlopeOfTheLossWrittenOut(Golden golden) {
        AutoencoderWeights start = golden.start();
        SlowAutoencoder slow =
                new SlowAutoencoder(start, golden.sparsity(), golden.variance(), golden.dead(), golden.tokens());
        try (AutoencoderModel model = golden.model();
                NDManager scope = model.scope()) {
            AutoencoderModel.Gradients found = gradients(model, golden, scope);
            assertThat(found.loss()).isCloseTo(slow.loss(), within(1e-5));
            for (int i = 0; i < WEIGHTS.size(); i++) {
                float[] gradient = found.of().get(i).toFloatArray();
                for (int entry = 0; entry < gradient.length; entry += 5) {
                    assertThat((double) gradient[entry])
                            .as(WEIGHTS.get(i) + " " + entry)
                            .isCloseTo(slow.slope(i, entry), within(1e-4));
                }
            }
        }
    }
}
