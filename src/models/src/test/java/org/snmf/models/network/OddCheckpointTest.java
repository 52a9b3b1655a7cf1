package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.models.OddCheckpoints;
import org.snmf.models.generate.Generation;

/** Configurations that are read in another way than they look have the logits of transformers. */
class OddCheckpointTest {
    @TempDir
    Path folder;

    static List<String> names() {
        return OddCheckpoints.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void logitsAndNumberOfParametersAreThoseOfTransformers(String name) throws IOException {
        float[][] expected = OddCheckpoints.logits(name);
        try (LanguageModel model = LanguageModel.load(OddCheckpoints.write(name, folder))) {
            assertThat(model.parameters()).isEqualTo(OddCheckpoints.parameters(name));
            float[][] found = model.logits(OddCheckpoints.ids(), List.of());
            for (int t = 0; t < expected.length; t++) {
                for (int v = 0; v < expected[t].length; v++) {
                    assertThat(found[t][v])
                            .as("%s, logit %d of token %d", name, v, t)
                            .isCloseTo(expected[t][v], within(5e-5f));
                }
            }
        }
    }

    /** Generation goes by kept keys and values: the same windows, scales and rotations one position at a time. */
    @ParameterizedTest
    @MethodSource("names")
    void generationContinuesAsTheWholePassWould(String name) throws IOException {
        try (LanguageModel model = LanguageModel.load(OddCheckpoints.write(name, folder))) {
            int[] ids = OddCheckpoints.ids();
            int[] continued = Generation.greedy(model, List.of(ids), 4).get(0);
            int[] whole = Arrays.copyOf(ids, ids.length + continued.length);
            System.arraycopy(continued, 0, whole, ids.length, continued.length);
            float[][] logits = model.logits(whole, List.of());
            for (int i = 0; i < continued.length; i++) {
                float[] row = logits[ids.length - 1 + i];
                float greatest = Float.NEGATIVE_INFINITY;
                for (float value : row) {
                    greatest = Math.max(greatest, value);
                }
                assertThat(row[continued[i]]).isCloseTo(greatest, within(1e-4f));
            }
        }
    }

    @Test
    void aChoiceBetweenTwoReadingsIsSaid() throws IOException {
        assertThat(notes("llama")).isEmpty();
        assertThat(notes("llama-head-differs")).singleElement().asString().contains("lm_head.weight", "version 4");
        assertThat(notes("llama-both-rope-blocks")).singleElement().asString().contains("rope_scaling counts");
        assertThat(notes("llama-window-of-mistral")).singleElement().asString().contains("model_type counts");
    }

    private List<String> notes(String name) throws IOException {
        try (LanguageModel model = LanguageModel.load(OddCheckpoints.write(name, folder.resolve(name)))) {
            return model.notes();
        }
    }

    @Test
    void aHeadThatEqualsTheEmbeddingIsTied() throws IOException {
        var tensors = OddCheckpoints.tensors("llama-tied");
        tensors.put("lm_head.weight", tensors.get("model.embed_tokens.weight"));
        OddCheckpoints.write("llama-tied", folder);
        OddCheckpoints.write(folder.resolve("model.safetensors"), tensors);
        try (LanguageModel model = LanguageModel.load(folder)) {
            assertThat(model.notes()).isEmpty();
            assertThat(model.parameters()).isEqualTo(OddCheckpoints.parameters("llama-tied"));
        }
    }

    @Test
    void infinityInAKeyThatDoesNotCountIsRead() throws IOException {
        OddCheckpoints.write("llama", folder);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replaceFirst("\\{", "{\"time_step_limit\": [0.0, Infinity], \"x\": NaN, "));
        try (LanguageModel model = LanguageModel.load(folder)) {
            assertThat(model.logits(OddCheckpoints.ids(), List.of())[0][0])
                    .isCloseTo(OddCheckpoints.logits("llama")[0][0], within(5e-5f));
        }
    }
}
