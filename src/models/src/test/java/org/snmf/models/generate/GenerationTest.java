package org.snmf.models.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.goldens.Goldens;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Positions;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

class GenerationTest {
    private static final List<int[]> PROMPTS = List.of(
            new int[] {5, 99, 3, 210, 17, 44, 8, 61, 120, 7, 31},
            new int[] {200},
            new int[] {8, 61, 120, 7},
            new int[] {77, 1, 2, 9});

    @Test
    void aTrainedModelTellsTheGoldenStory() throws IOException {
        Path file = Goldens.folder("embedded").resolve("greedy.json");
        ObjectMapper json = new ObjectMapper();
        try (LanguageModel model = EmbeddedModel.load()) {
            JsonNode prompts = json.readTree(file.toFile()).get("prompts");
            assertThat(prompts).hasSize(4);
            for (JsonNode prompt : prompts) {
                int[] ids =
                        model.tokenizer().encode(prompt.get("text").asText()).ids();
                assertThat(ids).isEqualTo(json.convertValue(prompt.get("ids"), int[].class));
                int[] expected = json.convertValue(prompt.get("greedy_ids"), int[].class);
                int[] found =
                        Generation.greedy(model, List.of(ids), expected.length).get(0);
                assertThat(found).isEqualTo(expected);
                assertThat(model.tokenizer().decode(found))
                        .isEqualTo(prompt.get("greedy_text").asText());
            }
        }
    }

    /** The oracle: every token from a fresh pass over the whole prefix. */
    private static int[] recomputed(LanguageModel model, int[] prompt, List<Intervention> interventions, int tokens) {
        int[] ids = prompt.clone();
        for (int i = 0; i < tokens; i++) {
            float[][] logits = model.logits(ids, interventions);
            float[] last = logits[logits.length - 1];
            int best = 0;
            for (int id = 1; id < last.length; id++) {
                best = last[id] > last[best] ? id : best;
            }
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = best;
        }
        return Arrays.copyOfRange(ids, prompt.length, ids.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama31", "gemma2"})
    void rowsWithDifferentInterventionsEqualRecomputingEach(String name) {
        try (LanguageModel model = LanguageModel.load(Goldens.folder(name))) {
            int width = model.config().mlp();
            float[] v = new float[width];
            for (int j = 0; j < width; j++) {
                v[j] = (float) Math.sin(j);
            }
            List<List<Intervention>> rows = List.of(
                    List.of(),
                    List.of(Intervention.add(0, Site.MLP_ACT, v, 1.5f)),
                    List.of(Intervention.add(1, Site.MLP_ACT, v, -2, Positions.from(4))),
                    List.of(Intervention.scale(1, Site.MLP_OUT, model.config().hidden(), 0, Positions.of(0, 6))));
            int tokens = 30;
            List<int[]> found = Generation.generate(
                    model, PROMPTS, rows, GenerationOptions.greedy(tokens), Generation.Listener.NONE, Progress.NONE);
            for (int row = 0; row < PROMPTS.size(); row++) {
                assertThat(found.get(row))
                        .as("row " + row)
                        .isEqualTo(recomputed(model, PROMPTS.get(row), rows.get(row), tokens));
            }
        }
    }

    @Test
    void cacheGrowsBeyondItsFirstRoomAndTheWindow() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gemma2"))) {
            int[] found = Generation.greedy(model, PROMPTS, 100).get(1);
            assertThat(found).isEqualTo(recomputed(model, PROMPTS.get(1), List.of(), 100));
        }
    }

    @Test
    void stopTokensEndRowsAndOthersGoOn() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("llama31"))) {
            List<int[]> plain = Generation.greedy(model, PROMPTS, 20);
            int stop = plain.get(2)[4];
            List<String> heard = new ArrayList<>();
            List<int[]> stopped = Generation.generate(
                    model,
                    PROMPTS,
                    List.of(),
                    GenerationOptions.greedy(20).withStopIds(Set.of(stop)),
                    (row, id) -> heard.add(row + ":" + id),
                    Progress.NONE);
            int total = 0;
            for (int row = 0; row < PROMPTS.size(); row++) {
                int[] expected = upTo(plain.get(row), stop);
                assertThat(stopped.get(row)).isEqualTo(expected);
                total += expected.length;
            }
            assertThat(stopped.get(2)).hasSizeLessThanOrEqualTo(5);
            assertThat(heard).hasSize(total);
        }
    }

    private static int[] upTo(int[] ids, int stop) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == stop) {
                return Arrays.copyOf(ids, i + 1);
            }
        }
        return ids;
    }

    @Test
    void aRowDrawsTheSameWhateverOtherRowsThereAre() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"))) {
            GenerationOptions options =
                    GenerationOptions.sampled(25, 1.0, 100).withTopP(0.95).withFrequencyPenalty(0.3);
            List<int[]> together = generate(model, PROMPTS, options);
            assertThat(generate(model, PROMPTS, options))
                    .usingRecursiveComparison()
                    .isEqualTo(together);
            GenerationOptions third =
                    GenerationOptions.sampled(25, 1.0, 102).withTopP(0.95).withFrequencyPenalty(0.3);
            assertThat(generate(model, List.of(PROMPTS.get(2)), third).get(0)).isEqualTo(together.get(2));
            assertThat(generate(model, PROMPTS, GenerationOptions.sampled(25, 1.0, 7))
                            .get(0))
                    .isNotEqualTo(together.get(0));
            assertThat(generate(
                            model,
                            PROMPTS,
                            GenerationOptions.sampled(25, 2.0, 7).withTopK(1)))
                    .usingRecursiveComparison()
                    .isEqualTo(Generation.greedy(model, PROMPTS, 25));
        }
    }

    private static List<int[]> generate(LanguageModel model, List<int[]> prompts, GenerationOptions options) {
        return Generation.generate(model, prompts, List.of(), options, Generation.Listener.NONE, Progress.NONE);
    }

    @Test
    void moreThanTheContextIsRefused() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"))) {
            assertThatThrownBy(() -> Generation.greedy(model, PROMPTS, 54))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("at most 64 positions");
            assertThat(Generation.greedy(model, PROMPTS, 53).get(0)).hasSize(53);
        }
    }
}
