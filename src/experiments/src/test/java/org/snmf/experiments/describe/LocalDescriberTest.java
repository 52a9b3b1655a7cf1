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
        Description given =
                describer().describe(List.of(Subjects.days(0)), Progress.NONE).get(0);
        assertThat(given.name()).contains("Monday");
        assertThat(given.confidence()).isBetween(1 / 3.0, 1.0);
    }
}
