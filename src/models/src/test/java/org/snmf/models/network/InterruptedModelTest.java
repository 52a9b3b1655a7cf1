package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.models.demo.EmbeddedModel;

/** A model whose layers are read when they are first needed, by a thread that is interrupted. */
class InterruptedModelTest {
    @Test
    void anInterruptClosesNothingThatIsReadLater() {
        int[] ids = {5, 17, 40};
        float[][] expected;
        try (LanguageModel model = EmbeddedModel.load()) {
            expected = model.logits(ids, List.of());
        }
        for (LoadOptions.Residency residency : LoadOptions.Residency.values()) {
            try (LanguageModel model =
                    LanguageModel.load(EmbeddedModel.directory(), LoadOptions.DEFAULT.withResidency(residency))) {
                for (int turn = 0; turn < 2; turn++) {
                    Thread.currentThread().interrupt();
                    float[][] logits = model.logits(ids, List.of());
                    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
                    assertThat(logits).isDeepEqualTo(expected);
                }
                assertThat(model.logits(ids, List.of())).isDeepEqualTo(expected);
            }
        }
    }
}
