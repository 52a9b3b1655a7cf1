package org.snmf.magics.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.errors.InputException;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.testkit.VerbTest;

class RunnerTest extends VerbTest {
    private final Session session = new Session();

    private Outcome run(String line) throws Exception {
        return run(session, line);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("factorise --rank 3", "found 'factorise'. Did you mean 'factorize'?"),
                Arguments.of("xyzzy", "The verbs are model, data, capture"),
                Arguments.of("factorize --rnak 3", "found '--rnak'. Did you mean --rank?"),
                Arguments.of("factorize --rank=3 --verbose", "Its options are --"),
                Arguments.of("factorize", "missing required option: '--rank=K'"),
                Arguments.of("factorize --rnk=3", "found '--rnk=3'. Did you mean --rank?"),
                Arguments.of("--json", "expected a verb, found '--json'"),
                Arguments.of(
                        "label --from contxts",
                        "--from: expected one of contexts, tokens, found 'contxts'. Did you mean"),
                Arguments.of("steer --aggregation=best", "one of best-cell, each-at-its-best, mean, found 'best'"),
                Arguments.of("factorize --rank three", "rank: expected a number, found three"),
                Arguments.of("factorize --rank 0", "rank: expected at least 1, found 0"),
                Arguments.of("factorize --rank 3 --sparsity 2", "sparsity: expected a share"),
                Arguments.of("factorize --rank 3 --init svdd", "found svdd"),
                Arguments.of("factorize --rank 3", "expected activations, found none. Run 'snmf capture' first."),
                Arguments.of("factorize --rank 3 --memory-budget much", "a size such as 1GiB"),
                Arguments.of("capture --layers 0", "expected a model, found none. Run 'snmf model' first."),
                Arguments.of("capture --layers zero", "'zero' is not an int"),
                Arguments.of("features", "expected a factorization, found none. Run 'snmf factorize' first."),
                Arguments.of("data", "expected sentences, found none. Run 'snmf data' first."),
                Arguments.of("data nowhere.json", "nowhere.json: expected a file"),
                Arguments.of("model nowhere", "nowhere: expected a folder"),
                Arguments.of("status now", "found 'now'"),
                Arguments.of("help factorise", "Did you mean 'factorize'?"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithWhatToDo(String line, String message) {
        assertThatThrownBy(() -> run(line)).isInstanceOf(InputException.class).hasMessageContaining(message);
        assertThat(screen.shown).isEmpty();
    }

    @Test
    void helpShowsEveryVerbWithAnExampleThatParses() throws Exception {
        run("help");
        String text = screen.shown.get(0).plain();
        for (String verb : Verbs.names()) {
            assertThat(text).contains(verb);
            assertThat(Verbs.example(verb).value()).startsWith(verb);
            Verbs.fresh()
                    .parseArgs(ArgumentLine.split(Verbs.example(verb).value()).toArray(String[]::new));
        }
    }

    @Test
    void everyVerbExplainsItself() throws Exception {
        for (String verb : Verbs.names()) {
            run(verb + " --help");
            assertThat(screen.shown.get(screen.shown.size() - 1).plain())
                    .contains("Usage: snmf " + verb, "Example: snmf " + verb, "--json");
        }
    }

    @Test
    void withoutArgumentsThereIsHelp() throws Exception {
        new Runner(session).run(List.of(), Optional.empty(), screen);
        assertThat(screen.shown.get(0).plain()).contains("factorize");
    }

    @Test
    void theVersionIsTheLibrarys() throws Exception {
        for (String word : List.of("--version", "-V")) {
            run(word);
            assertThat(screen.shown.get(screen.shown.size() - 1).plain()).isEqualTo("snmf " + Provenance.version());
        }
    }

    @Test
    void jsonIsTheOnlyThingSaid() throws Exception {
        run("status --json");
        assertThat(screen.shown).isEmpty();
        assertThat(screen.said).hasSize(1);
        JsonNode report = new ObjectMapper().readTree(screen.said.get(0));
        assertThat(report.get("model").asText()).isEqualTo("none");
        assertThat(report.has("library")).isTrue();
    }

    @Test
    void dataComesFromTheCell() throws Exception {
        Outcome outcome = new Runner(session)
                .run(List.of("data", "--first", "2"), Optional.of("One.\nTwo & <three>.\n\nFour.\n"), screen);
        assertThat(session.sentences()).containsExactly(new Sentence("One.", ""), new Sentence("Two & <three>.", ""));
        assertThat(outcome.value()).isEqualTo(session.sentences());
        assertThat(screen.said).containsExactly("1 of 3 sentences left out.");
        assertThat(screen.shown.get(0).html())
                .contains("Two &amp; &lt;three&gt;.")
                .doesNotContain("<three>");
    }

    @Test
    void labelsAreKeptOrRefused() throws Exception {
        String body = "{\"day\": [\"On Monday.\"], \"month\": [\"In May.\", \"In June.\"]}";
        new Runner(session).run(List.of("data", "--labels", "month"), Optional.of(body), screen);
        assertThat(session.sentences()).extracting(Sentence::label).containsExactly("month", "month");
        assertThatThrownBy(
                        () -> new Runner(session).run(List.of("data", "--labels", "mnth"), Optional.of(body), screen))
                .hasMessageContaining("Did you mean 'month'?");
    }

    @Test
    void resetForgets() throws Exception {
        new Runner(session).run(List.of("data"), Optional.of("One."), screen);
        run("reset");
        assertThat(session.heldSentences()).isEmpty();
    }
}
