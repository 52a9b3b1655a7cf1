package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.goldens.Goldens;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Positions;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

class SharedPromptsTest {
    private static final List<int[]> PROMPTS =
            List.of(new int[] {5, 99, 3, 210, 17}, new int[] {200}, new int[] {8, 61, 120, 7, 31});
    private static final int[] PROMPT_OF = {2, 0, 0, 1, 2};

    private static List<List<Intervention>> rows(LanguageModel model, Location at) {
        float[] v = new float[model.config().hidden()];
        for (int j = 0; j < v.length; j++) {
            v[j] = (float) Math.sin(j);
        }
        return List.of(
                List.of(),
                List.of(Intervention.add(at.layer(), at.site(), v, 1.5f)),
                List.of(Intervention.add(at.layer(), at.site(), v, -2, Positions.from(4))),
                List.of(Intervention.scale(at.layer(), Site.RESID, v.length, .5f, Positions.ALL)),
                List.of(Intervention.add(at.layer(), at.site(), v, .3f)));
    }

    private static Location location(LanguageModel model, int layer) {
        boolean normed = Site.MLP_OUT_POSTNORM.existsIn(model.config(), layer);
        return new Location(layer, normed ? Site.MLP_OUT_POSTNORM : Site.MLP_OUT);
    }

    /** The oracle: whole passes and whole decoding, which know of no sharing. */
    @ParameterizedTest
    @CsvSource({"gpt2, 0", "gpt2, 1", "llama31, 0", "llama31, 1", "gemma2, 0", "gemma2, 1"})
    void rowsGoOnAsIfEachHadBeenReadFromItsBeginning(String name, int layer) {
        try (LanguageModel model = LanguageModel.load(Goldens.folder(name))) {
            Location at = location(model, layer);
            List<List<Intervention>> rows = rows(model, at);
            List<int[]> whole = new ArrayList<>();
            for (int prompt : PROMPT_OF) {
                whole.add(PROMPTS.get(prompt));
            }
            float[][] expected = model.nextLogits(whole, rows);
            GenerationOptions options = GenerationOptions.sampled(20, 1, 3).withTopK(30);
            long[] seeds = {1, 2, 3, 4, 5};
            List<int[]> texts =
                    Generation.generate(model, whole, rows, options, seeds, Generation.Listener.NONE, Progress.NONE);
            try (SharedPrompts shared = model.share(PROMPTS, at)) {
                float[][] found = shared.nextLogits(PROMPT_OF, rows);
                for (int row = 0; row < found.length; row++) {
                    assertThat(found[row]).as("row " + row).containsExactly(expected[row], within(1e-5f));
                }
                assertThat(Generation.generate(shared, PROMPT_OF, rows, options, seeds, Progress.NONE))
                        .usingRecursiveComparison()
                        .isEqualTo(texts);
            }
        }
    }

    @Test
    void nothingOfThemIsLeftBehind() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"))) {
            Location at = location(model, 0);
            model.nextLogits(PROMPTS, List.of());
            int before = model.liveArrays();
            try (SharedPrompts shared = model.share(PROMPTS, at)) {
                int held = model.liveArrays();
                shared.nextLogits(PROMPT_OF, rows(model, at));
                shared.decode(PROMPT_OF, rows(model, at), 3).close();
                assertThat(model.liveArrays()).isEqualTo(held);
            }
            assertThat(model.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void whatActsBeforeTheLocationIsRefused() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"));
                SharedPrompts shared = model.share(PROMPTS, location(model, 1))) {
            List<List<Intervention>> early = List.of(List.of(
                    Intervention.add(0, Site.RESID, new float[model.config().hidden()], 1)));
            assertThatThrownBy(() -> shared.nextLogits(new int[] {0}, early))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("layer.1.mlp_out or behind");
            assertThatThrownBy(() -> model.share(PROMPTS, new Location(0, Site.MLP_ACT)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> shared.decode(new int[] {0}, List.of(), 60))
                    .hasMessageContaining("64 positions");
        }
    }
}
