package org.snmf.magics.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.testkit.RecordingScreen;

class CompletionTest {
    private static List<String> words(String line) {
        return Completion.of(line).words().stream().map(Completion.Word::text).toList();
    }

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
        assertThat(words(line)).contains(word);
    }

    @Test
    void offersAllVerbsAndAllOptions() {
        assertThat(words("snmf ")).containsExactlyElementsOf(Verbs.names());
        assertThat(words("snmf status ")).containsExactlyInAnyOrder("--help", "--json");
        assertThat(words("snmf nothing ")).isEmpty();
        assertThat(words("time fact")).isEmpty();
    }

    @Test
    void frontEndsAreToldWhatAWordDoesInALine() {
        assertThat(Completion.of("snmf factorize --rest").words())
                .allSatisfy(
                        word -> assertThat(word.beside()).startsWith("option: ").hasSizeLessThan(80));
        assertThat(Completion.of("snmf factorize --sparsi").words().get(0).beside())
                .isEqualTo("option: Share of its neurons that a feature keeps, or per cent as in '5%'.");
        assertThat(Completion.of("snmf fea").words().get(0).beside()).startsWith("verb: Shows the features");
        assertThat(Completion.of("snmf factorize --init s").words().get(0).beside())
                .isEqualTo("value");
        assertThat(Completion.explain("snmf factorize --sparsity").orElseThrow())
                .startsWith("--sparsity=P\nShare of its neurons")
                .doesNotContain("  ", "${");
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
        assertThat(words("snmf data " + folder + "/da")).containsExactly(folder + "/data/", folder + "/days.json");
        assertThat(words("snmf capture --data " + folder + "/")).hasSize(2);
    }

    @Test
    void saysWhatEachWordIs() {
        Completion.Found found = Completion.of("snmf label --describ");
        assertThat(found.words()).singleElement().satisfies(word -> {
            assertThat(word.kind()).isEqualTo("option");
            assertThat(word.description()).contains("lexical, semantic", "Default: lexical");
        });
        assertThat(Completion.of("snmf sta").words())
                .allMatch(word -> word.kind().equals("verb"));
        assertThat(Completion.of("snmf sta").words())
                .allMatch(word -> word.description().length() > 10);
        assertThat(Completion.of("snmf label --describer ").words())
                .allMatch(word -> word.kind().equals("value"));
    }

    @Test
    void explainsTheOptionInWhichTheLineEnds() {
        assertThat(Completion.explain("snmf factorize --rank 3 --init=ra").orElseThrow())
                .contains("--init", "random, svd, kmeans, incremental", "Default: incremental")
                .doesNotContain("--rank");
    }

    /** The generated script is run by the shell for which it was made. */
    @Test
    void aShellCompletesWithTheScript(@TempDir Path folder) throws Exception {
        Path bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "there is no bash at " + bash);
        Outcome outcome = new Runner(new Session()).run(List.of("completion"), Optional.empty(), new RecordingScreen());
        Path script = Files.writeString(
                folder.resolve("snmf.bash"), outcome.display().orElseThrow().plain());
        String typed = "source " + script + "; compopt() { :; }"
                + "; COMP_WORDS=(snmf factorize --init ''); COMP_CWORD=3; COMP_LINE='snmf factorize --init '"
                + "; COMP_POINT=${#COMP_LINE}; _complete_snmf; echo \"${COMPREPLY[@]}\""
                + "; COMP_WORDS=(snmf rep); COMP_CWORD=1; COMP_LINE='snmf rep'; COMP_POINT=8"
                + "; _complete_snmf; echo \"${COMPREPLY[@]}\"";
        Process shell = new ProcessBuilder(bash.toString(), "-c", typed)
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines()).containsExactly("random svd kmeans incremental", "reproduce");
    }

    @Test
    void explainsTheVerb() {
        assertThat(Completion.explain("snmf factorize").orElseThrow()).contains("Usage: snmf factorize", "Example: ");
        assertThat(Completion.explain("snmf").orElseThrow())
                .contains("Usage: snmf", "Verbs:", "factorize --layer 0 --rank");
        assertThat(Completion.explain("time x")).isEmpty();
    }
}
