package org.snmf.experiments.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.PromptTemplate.Name;

class PromptTemplateTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Name.class)
    void theShippedOnesHaveTheirPlaces(Name name) {
        PromptTemplate.of(name, Optional.empty());
    }

    @Test
    void whatIsFilledInIsTakenAsItIs() {
        String text = "costs $1 \\ {{concept}}";
        String filled = PromptTemplate.of(Name.JUDGE_FLUENCY, Optional.empty()).fill(Map.of("text", text));
        assertThat(filled).contains("[Fragment]\n" + text + "\n").doesNotContain("{{text}}");
    }

    @Test
    void aFolderReplacesThoseThatItHas() throws IOException {
        Files.writeString(folder.resolve("judge-fluency.txt"), "Is {{text}} fluent?");
        assertThat(PromptTemplate.of(Name.JUDGE_FLUENCY, Optional.of(folder)).fill(Map.of("text", "it")))
                .isEqualTo("Is it fluent?");
        assertThat(PromptTemplate.of(Name.JUDGE_CONCEPT, Optional.of(folder))
                        .fill(Map.of("text", "it", "concept", "c")))
                .contains("fair judge");
    }

    @Test
    void wrongPlacesAndNamesAreRefused() throws IOException {
        Files.writeString(folder.resolve("judge-fluency.txt"), "Is {{txt}} fluent?");
        assertThatThrownBy(() -> PromptTemplate.of(Name.JUDGE_FLUENCY, Optional.of(folder)))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("{{text}}", "{{txt}}");
        Files.writeString(folder.resolve("judge-fluent.txt"), "");
        assertThatThrownBy(() -> PromptTemplate.of(Name.JUDGE_CONCEPT, Optional.of(folder)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("judge-fluent.txt");
        assertThatThrownBy(() ->
                        PromptTemplate.of(Name.JUDGE_CONCEPT, Optional.empty()).fill(Map.of("text", "it")))
                .isInstanceOf(InputException.class);
    }
}
