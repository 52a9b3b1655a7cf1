package org.snmf.experiments.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;

class LocalDescriberTest extends DescriberContract {
    private static LanguageModel model;

    @BeforeAll
    static void load() {
        model = EmbeddedModel.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Override
    Describer describer() {
        return new LocalDescriber(model, "embedded", new ConceptNames(List.of("Monday", "soup", "Paris"), "test"));
    }

    @Test
    void theNameThatTheEvidenceRaisesMostIsGiven() {
        List<Description> given =
                describer().describe(List.of(Subjects.days(0), Subjects.food(1)), Progress.NONE);
        assertThat(given).extracting(Description::title).containsExactly("Monday", "soup");
        assertThat(given).extracting(Description::confidence).allMatch(c -> c > 1 / 3.0 && c <= 1);
    }
}
