package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.testkit.Notebook.Answer;

/** What a front end asks beside cells. */
class FrontEndContractTest extends NotebookContract {
    @ParameterizedTest
    @ValueSource(strings = {"var s = \"😀\"; alpha", "// 😀😀\nalpha"})
    void cursorPositionsCountCodePoints(String code) throws Exception {
        client.execute("String alphabet = \"abc\";");
        int points = code.codePointCount(0, code.length());
        JsonNode found = client.ask("complete_request", Map.of("code", code, "cursor_pos", points));
        assertThat(found.get("matches").toString()).isEqualTo("[\"alphabet\"]");
        assertThat(found.get("cursor_start").asInt()).isEqualTo(points - 5);
        assertThat(found.get("cursor_end").asInt()).isEqualTo(points);
        JsonNode told =
                client.ask("inspect_request", Map.of("code", code + "bet", "cursor_pos", points, "detail_level", 0));
        assertThat(told.at("/data/text~1plain").asText()).contains("alphabet");
    }

    @Test
    void whatStandsBesideACompletionStaysOnItsLine() throws Exception {
        for (String code : List.of("%snmf ", "%snmf features --")) {
            JsonNode words = client.complete(code).at("/metadata/_jupyter_types_experimental");
            assertThat(words).isNotEmpty().allSatisfy(word -> assertThat(
                            word.get("type").asText())
                    .contains("\u00a0")
                    .doesNotContain(" ", "-"));
        }
    }

    @Test
    void completesBelowMagics() throws Exception {
        client.execute("String alphabet = \"abc\";");
        String code = "var z = %snmf data 😀\nalphabet.isBl";
        int points = code.codePointCount(0, code.length());
        JsonNode found = client.ask("complete_request", Map.of("code", code, "cursor_pos", points));
        assertThat(found.get("matches").toString()).contains("isBlank");
        assertThat(found.get("cursor_start").asInt()).isEqualTo(points - 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int q = 1; | complete",
                "%snmf help | complete",
                "%snmf help \\ | incomplete",
                "'%%snmf data\nOn Monday.' | incomplete",
                "'%%snmf data\nOn Monday.\n\n' | complete",
                "for (int i = 0; i < 3; i++) { | incomplete",
                "/* a | incomplete",
                "%snmf data \"open | invalid",
                "int x; %%snmf data | invalid",
                ")) 1 | invalid",
            })
    void isCompleteIsAlwaysAnswered(String code, String status) throws Exception {
        assertThat(client.ask("is_complete_request", Map.of("code", code))
                        .get("status")
                        .asText())
                .isEqualTo(status);
    }

    @Test
    void historyIsAnswered() throws Exception {
        client.execute("\"first of history\"");
        client.execute("int second = 2;");
        JsonNode tail =
                client.ask("history_request", Map.of("hist_access_type", "tail", "n", 2, "output", false, "raw", true));
        assertThat(tail.get("status").asText()).isEqualTo("ok");
        assertThat(tail.at("/history/0/2").asText()).isEqualTo("\"first of history\"");
        assertThat(tail.at("/history/1/2").asText()).isEqualTo("int second = 2;");
        JsonNode found = client.ask(
                "history_request",
                Map.of("hist_access_type", "search", "pattern", "*first of h?story*", "output", true, "raw", true));
        assertThat(found.at("/history/0/2/0").asText()).isEqualTo("\"first of history\"");
        assertThat(found.at("/history/0/2/1").asText()).isEqualTo("first of history");
        int count = found.at("/history/0/1").asInt();
        JsonNode range = client.ask(
                "history_request",
                Map.of("hist_access_type", "range", "session", 0, "start", count, "stop", count + 1, "raw", true));
        assertThat(range.get("history")).hasSize(1);
    }

    @Test
    void silentIsSilent() throws Exception {
        int before = client.execute("1").reply().get("execution_count").asInt();
        String id = client.start(
                "int quiet = 3; System.out.println(\"x\"); %snmf help\nquiet",
                Map.of("silent", true, "store_history", true));
        Answer answer = client.collect(id);
        assertThat(answer.status()).isEqualTo("ok");
        assertThat(answer.published())
                .extracting(m -> m.at("/header/msg_type").asText())
                .containsOnly("status");
        id = client.start("throw new RuntimeException();", Map.of("silent", true));
        answer = client.collect(id);
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.contents("error")).isEmpty();
        Answer next = client.execute("quiet");
        assertThat(next.result()).isEqualTo("3");
        assertThat(next.reply().get("execution_count").asInt()).isEqualTo(before + 1);
    }
}
