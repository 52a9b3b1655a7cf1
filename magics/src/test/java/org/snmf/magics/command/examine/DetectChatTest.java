package org.snmf.magics.command.examine;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.features.FeatureSheet;
import org.snmf.goldens.Goldens;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;

/** Detection on sentences that a chat server of the tests' own writes, and a tree whose nodes it names. */
class DetectChatTest {
    private static final Session SESSION = new Session();
    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @TempDir
    private static Path folder;

    private static JsonNode json(String line) throws Exception {
        RecordingScreen screen = new RecordingScreen();
        new Runner(SESSION).run(ArgumentLine.split(line + " --json"), Optional.empty(), screen);
        return new ObjectMapper().readTree(screen.said.get(screen.said.size() - 1));
    }

    private static String chat() {
        return " --chat-model m --url " + SERVER.baseUrl() + " --answers " + folder.resolve("answers");
    }

    private static String says(String text) {
        return "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\""
                + text + "\"}}]}";
    }

    private static void writes(String kind, String word) {
        for (int n = 0; n < 5; n++) {
            SERVER.stubFor(post(anyUrl())
                    .withRequestBody(containing(kind))
                    .withRequestBody(containing(n == 0 ? "(none)" : word + " " + (n - 1) + "."))
                    .willReturn(okJson(says(word + " " + n + "."))));
        }
    }

    @BeforeAll
    static void factorize() throws Exception {
        SERVER.start();
        SERVER.stubFor(post(anyUrl()).willReturn(okJson(says("Results: letters"))));
        writes("would respond", "ab");
        writes("would not respond", "xy");
        StringBuilder data = new StringBuilder("text,label\n");
        for (int i = 0; i < 40; i++) {
            data.append(i % 2 == 0 ? "ab " : "xy ").append(i * i).append(i % 2 == 0 ? ",first\n" : ",second\n");
        }
        Path file = Files.writeString(folder.resolve("data.csv"), data);
        for (String line : List.of(
                "model \"" + Goldens.folder("gpt2") + "\"",
                "data " + file,
                "capture --layers 1",
                "factorize --rank 5 --iterations 5")) {
            new Runner(SESSION).run(ArgumentLine.split(line), Optional.empty(), new RecordingScreen());
        }
    }

    @AfterAll
    static void close() {
        SESSION.close();
        SERVER.stop();
    }

    private static int calls() {
        return SERVER.findAll(postRequestedFor(anyUrl())).size();
    }

    @Test
    void sentencesAreWrittenForEachLabelAndAskedForOnce() throws Exception {
        int before = calls();
        JsonNode plan = json("detect --sentences chat --dry-run" + chat());
        assertThat(plan.get("calls").asInt()).isEqualTo(20);
        assertThat(calls()).isEqualTo(before);
        JsonNode report = json("detect --sentences chat" + chat());
        assertThat(report.at("/sentences/activating/first")).hasSize(5);
        assertThat(report.at("/sentences/neutral/second")).hasSize(5);
        assertThat(report.at("/sentences/by").asText()).isEqualTo("chat (m)");
        assertThat(report.get("features")).hasSize(5);
        assertThat(calls()).isEqualTo(before + 20);
        assertThat(json("detect --sentences chat --budget 0" + chat()).get("features"))
                .isEqualTo(report.get("features"));
        assertThat(calls()).isEqualTo(before + 20);
    }

    @Test
    void descriptionsOfFeaturesAreWrittenFor() throws Exception {
        SESSION.heldFactorization()
                .orElseThrow()
                .note(FeatureSheet.Column.of("label", "somebody", Map.of(0, "letters", 1, "letters", 2, "(mixed)")));
        JsonNode report = json("detect --labels describer --sentences chat" + chat());
        assertThat(report.at("/sentences/activating")).hasSize(1);
        assertThat(report.get("features").get(0).get("label").asText()).isEqualTo("letters");
        assertThat(report.get("features").get(0).get("auc").isNumber()).isTrue();
        assertThat(report.at("/methods/SNMF/states/no_sentences").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> json("detect --sentences chat")).hasMessageContaining("name of a chat model");
    }

    @Test
    void nodesOfATreeAreNamedByTheSameDescribers() throws Exception {
        json("tree --ranks 4,2 --iterations 5");
        JsonNode named = json("tree --describer chat" + chat());
        assertThat(named.toString()).contains("letters");
        JsonNode plan = json("tree --ranks 4,2 --describer chat --dry-run" + chat());
        assertThat(plan.get("calls").asInt()).isEqualTo(6);
    }
}
