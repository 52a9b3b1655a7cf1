package org.snmf.models.network.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.goldens.Goldens;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

class ForwardSpeedTest {
    private static final ModelConfig EMBEDDED = ModelConfig.read(EmbeddedModel.directory());

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama31", "gemma2"})
    void everyFamilyHasAStandInThatRuns(String name) {
        ModelConfig config = ModelConfig.read(Goldens.folder(name));
        assertThat(ScaledDownModel.shrunk(config, config.layers())).isEqualTo(config);
        List<int[]> ids = List.of(new int[5], new int[9]);
        assertThat(ForwardSpeed.reading(config, 1, ids, 512)).isPositive().isFinite();
        assertThat(ForwardSpeed.tracing(config, ids)).isPositive().isFinite();
        double one = ForwardSpeed.generating(config, ids, 1);
        assertThat(one).isPositive().isFinite();
        assertThat(ForwardSpeed.generating(config, ids, 5000)).isGreaterThan(one);
    }

    @Test
    void aLargeModelIsStoodInForByASmallOneOfItsKind() {
        ModelConfig small = ScaledDownModel.shrunk(large(), 32);
        assertThat(ScaledDownModel.layerWeights(large())).isEqualTo(218_103_808L);
        assertThat(small.layers()).isEqualTo(1);
        assertThat((double) ScaledDownModel.layerWeights(small)).isEqualTo(16 << 20, within(0.1 * (16 << 20)));
        assertThat(small.heads() / small.kvHeads()).isEqualTo(4);
        assertThat(small.headDim()).isEqualTo(128);
        assertThat((long) small.vocabulary() * small.hidden()).isLessThanOrEqualTo(16L << 20);
    }

    /** The shapes of Llama 3.1 8B. */
    private static ModelConfig large() {
        ModelConfig tiny = ModelConfig.read(Goldens.folder("llama31"));
        return tiny.resized(32, 4096, 14336, 32, 8, 128, 128256);
    }

    @Test
    void isMeasuredOnceAndGrowsWithTheWork() {
        List<int[]> ids = Collections.nCopies(400, new int[20]);
        double first = ForwardSpeed.logits(EMBEDDED, ids);
        assertThat(ForwardSpeed.logits(EMBEDDED, ids)).isEqualTo(first);
        assertThat(ForwardSpeed.logits(EMBEDDED, Collections.nCopies(40_000, new int[20])))
                .isGreaterThan(first);
    }

    @Test
    void theEstimateIsOfTheOrderOfThePassesThemselves() {
        List<int[]> ids = Collections.nCopies(1000, new int[20]);
        double estimate = ForwardSpeed.reading(EMBEDDED, 2, ids, 512);
        try (LanguageModel model = EmbeddedModel.load()) {
            long begun = System.nanoTime();
            model.read(
                    ids,
                    List.of(),
                    java.util.Set.of(new Location(1, Site.MLP_ACT)),
                    512,
                    (l, s, v) -> {},
                    Progress.NONE);
            double taken = (System.nanoTime() - begun) * 1e-9;
            assertThat(estimate / taken).isBetween(0.2, 5.0);
        }
    }
}
