package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.models.demo.EmbeddedModel;

class WrittenTextTest {
    private static final Path TEXT = Path.of("text");

    @Test
    void everyTenthParagraphOfAFileIsHeldOut(@TempDir Path folder) throws Exception {
        for (String name : new String[] {"b", "a"}) {
            Files.write(
                    folder.resolve(name + ".txt"),
                    IntStream.rangeClosed(1, 21).mapToObj(i -> name + i + "\n").toList());
        }
        WrittenText text = WrittenText.read(folder);
        assertThat(text.heldOut()).containsExactly("a10", "a20", "b10", "b20");
        assertThat(text.training()).hasSize(38).startsWith("a1", "a2").doesNotContainAnyElementsOf(text.heldOut());
    }

    @Test
    void aFolderWithoutTextIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> WrittenText.read(folder)).isInstanceOf(InputException.class);
    }

    @Test
    void theTextIsAsLongAsPromisedAndNoParagraphStandsTwice() {
        WrittenText text = WrittenText.read(TEXT);
        int words =
                text.training().stream().mapToInt(p -> p.split("\\s+").length).sum();
        assertThat(words).isGreaterThan(90_000);
        Set<String> training = new HashSet<>(text.training());
        assertThat(training).hasSameSizeAs(text.training()).doesNotContainAnyElementsOf(text.heldOut());
    }

    @Test
    void noSentenceOfTheNotebooksStandsInIt() {
        String all = String.join("\n", WrittenText.read(TEXT).training());
        assertThat(EmbeddedModel.sentences()).noneMatch(sentence -> all.contains(sentence.text()));
        assertThat(EmbeddedModel.timeUnits()).noneMatch(sentence -> all.contains(sentence.text()));
        assertThat(EmbeddedModel.partsAndKinds()).noneMatch(sentence -> all.contains(sentence.text()));
    }
}
