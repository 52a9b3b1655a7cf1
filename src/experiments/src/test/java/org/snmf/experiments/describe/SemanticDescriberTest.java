package org.snmf.experiments.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.experiments.describe.Description.State;
import org.snmf.experiments.describe.SemanticDescriber.Evidence;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.models.network.ScoredToken;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

class SemanticDescriberTest extends DescriberContract {
    private static final SentenceSpace SPACE = new SentenceSpace();

    @Override
    Describer describer() {
        return new SemanticDescriber(SPACE, ConceptNames.general());
    }

    private static Description describe(double threshold, ConceptNames names, Subject subject) {
        return new SemanticDescriber(SPACE, names, threshold, Evidence.BOTH)
                .describe(List.of(subject), Progress.NONE)
                .get(0);
    }

    @Test
    void theNearestNameIsGivenWithItsCosine() {
        ConceptNames names = new ConceptNames(List.of("days of the week", "food", "programming languages"), "test");
        Description days = describe(0.2, names, Subjects.days(0));
        assertThat(days.name()).contains("days of the week");
        assertThat(days.confidence()).isBetween(0.2, 1.0);
        assertThat(days.reason()).contains("days of the week").contains("then");
        assertThat(describe(0.2, names, Subjects.food(0)).name()).contains("food");
    }

    @Test
    void promotedTokensAreNamedToo() {
        Subject subject = Subject.ofPromoted(
                0,
                List.of(
                        new ScoredToken(1, " Monday", 3),
                        new ScoredToken(2, " Friday", 3),
                        new ScoredToken(3, " Sunday", 2)));
        assertThat(describe(0.3, ConceptNames.general(), subject).name()).contains("days of the week");
    }

    @Test
    void whatIsNearNothingGetsNoName() {
        Description d = describe(0.9, ConceptNames.general(), Subjects.food(0));
        assertThat(d.state()).isEqualTo(State.UNNAMED);
        assertThat(d.title()).isEqualTo("bread, soup, cake");
        Subject marks = Subject.ofPromoted(0, List.of(new ScoredToken(1, ".", 3), new ScoredToken(2, ",", 3)));
        assertThat(describe(0.1, ConceptNames.general(), marks).state()).isEqualTo(State.UNNAMED);
    }

    @Test
    void namesComeFromLabelsOrAFileAndMustOfferAChoice(@TempDir Path folder) throws IOException {
        List<Sentence> labelled = List.of(new Sentence("a", "x"), new Sentence("b", "y"), new Sentence("c", "x"));
        assertThat(ConceptNames.ofLabels(labelled).names()).containsExactly("x", "y");
        assertThatThrownBy(() -> ConceptNames.ofLabels(List.of(new Sentence("a", ""))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least two");
        Path file = Files.writeString(folder.resolve("names.txt"), "# mine\nred\n\n blue \nred\n");
        assertThat(ConceptNames.ofFile(file).names()).containsExactly("red", "blue");
        assertThatThrownBy(() -> ConceptNames.ofFile(folder.resolve("absent"))).isInstanceOf(InputException.class);
        assertThat(ConceptNames.general().names()).hasSizeGreaterThan(200).contains("days of the week");
        assertThatThrownBy(() -> new SemanticDescriber(SPACE, ConceptNames.general(), 2, Evidence.BOTH))
                .isInstanceOf(InputException.class);
    }
}
