package org.snmf.models.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.models.generate.Generation;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;

class EmbeddedModelTest {
    private static final long LARGEST = 9_000_000;

    @TempDir
    private static Path parent;

    private static LanguageModel model;

    @BeforeAll
    static void load() {
        model = LanguageModel.load(EmbeddedModel.directory(parent));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void isASmallGpt2WithItsTokenizer() throws Exception {
        assertThat(model.config().layers()).isEqualTo(3);
        assertThat(model.config().vocabulary()).isEqualTo(model.tokenizer().vocabularySize());
        assertThat(Files.size(model.directory().resolve("model.safetensors"))).isLessThan(LARGEST);
        assertThat(model.ignoredTensors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "They went to church on, Sunday.",
        "The doctor works in the, hospital.",
        "The capital of France is, Paris.",
        "She put butter on her, bread."
    })
    void continuesSensibly(String prompt, String continuation) {
        int[] ids = model.tokenizer().encode(prompt).ids();
        int[] next = Generation.greedy(model, List.of(ids), 2).get(0);
        assertThat(model.tokenizer().decode(next).strip()).isEqualTo(continuation);
    }

    @Test
    void isWrittenOnceAndRepairedWhenChanged() throws Exception {
        Path weights = EmbeddedModel.directory(parent).resolve("config.json");
        byte[] content = Files.readAllBytes(weights);
        Object before = Files.getLastModifiedTime(weights);
        EmbeddedModel.directory(parent);
        assertThat(Files.getLastModifiedTime(weights)).isEqualTo(before);
        Files.write(weights, new byte[] {1});
        EmbeddedModel.directory(parent);
        assertThat(weights).hasBinaryContent(content);
        try (var files = Files.list(weights.getParent())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
        }
    }

    @Test
    void sentencesCoverTheConcepts() {
        List<Sentence> sentences = EmbeddedModel.sentences();
        assertThat(sentences).hasSizeBetween(300, 400).doesNotHaveDuplicates();
        assertThat(sentences.stream().map(Sentence::label).distinct()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
        "April", "May", "June", "July", "August", "September", "October", "November", "December", "[Ww]inter",
        "[Ss]pring", "[Ss]ummer", "[Aa]utumn", "years?", "[Mm]inutes?", "dates?", "hours?", "seconds?"
    })
    void timeUnitsNameEachTermTenTimes(String term) {
        Pattern word = Pattern.compile("\\b" + term + "\\b");
        long mentions = EmbeddedModel.timeUnits().stream()
                .mapToLong(sentence -> word.matcher(sentence.text()).results().count())
                .sum();
        assertThat(mentions).isGreaterThanOrEqualTo(10);
    }

    @Test
    void partsAndKindsHaveFiveSentencesEach() {
        var byLabel = EmbeddedModel.partsAndKinds().stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        Sentence::label, java.util.stream.Collectors.counting()));
        assertThat(byLabel).allSatisfy((label, count) -> {
            assertThat(label).matches("(part|kind) of [a-z]+: [a-z ]+");
            assertThat(count).isEqualTo(5);
        });
        assertThat(byLabel.keySet().stream()
                        .map(label -> label.substring(8, label.indexOf(':')))
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(50);
    }
}
