package org.snmf.magics.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    @ParameterizedTest
    @CsvSource({
        "sn,snmf",
        "snmf fact,factorize",
        "snmf factorize --ra,--rank",
        "snmf factorize --rank 3 --init s,svd",
        "snmf factorize --init=r,random",
        "snmf factorize --update h,hals",
        "snmf factorize --layout tok,tokens-by-neurons",
        "snmf capture --site mlp_a,mlp_act",
        "snmf capture --too-long t,truncate",
        "snmf model emb,embedded",
        "snmf help feat,features"
    })
    void completesVerbsOptionsAndValues(String line, String word) {
        assertThat(Completion.of(line).words()).contains(word);
    }

    @Test
    void offersAllVerbsAndAllOptions() {
        assertThat(Completion.of("snmf ").words()).containsExactlyElementsOf(Verbs.names());
        assertThat(Completion.of("snmf status ").words()).containsExactlyInAnyOrder("--help", "--json");
        assertThat(Completion.of("snmf nothing ").words()).isEmpty();
        assertThat(Completion.of("time fact").words()).isEmpty();
    }

    @Test
    void replacesOnlyWhatWasTyped() {
        assertThat(Completion.of("snmf factorize --init=ra").replaced()).isEqualTo(2);
        assertThat(Completion.of("snmf fact").replaced()).isEqualTo(4);
    }

    @Test
    void completesFiles(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("days.json"), "[]");
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve(".hidden"), "");
        assertThat(Completion.of("snmf data " + folder + "/da").words())
                .containsExactly(folder + "/data/", folder + "/days.json");
        assertThat(Completion.of("snmf capture --data " + folder + "/").words()).hasSize(2);
    }

    @Test
    void explainsTheOptionThatTheLineEndsIn() {
        assertThat(Completion.explain("snmf factorize --rank").orElseThrow())
                .contains("--rank", "Number of features")
                .doesNotContain("Usage", "--seed");
    }

    @Test
    void explainsTheVerb() {
        assertThat(Completion.explain("snmf factorize --rank 3").orElseThrow()).contains("Usage: snmf factorize");
        assertThat(Completion.explain("snmf").orElseThrow()).contains("Usage: snmf help");
        assertThat(Completion.explain("time x")).isEmpty();
    }
}
