package org.snmf.magics.command.model;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.data.DataSet;
import org.snmf.magics.session.Session;
import org.snmf.store.Sentence;
import org.snmf.testkit.VerbTest;

/** A data set that a chat server of the tests' own writes from a list of concepts. */
class WrittenDataTest extends VerbTest {
    private static final Session SESSION = new Session();
    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        SERVER.start();
        SERVER.stubFor(post(anyUrl()).willReturn(serverError()));
        for (String concept : new String[] {"rain", "bread, still warm"}) {
            for (int n = 0; n < 3; n++) {
                SERVER.stubFor(post(anyUrl())
                        .withRequestBody(containing("strongly so:\\n" + concept + "\\n"))
                        .withRequestBody(containing(n == 0 ? "(none)" : concept + " " + (n - 1) + "."))
                        .willReturn(okJson("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                                + "{\"role\":\"assistant\",\"content\":\"" + concept + " " + n + ".\"}}]}")));
            }
        }
    }

    @AfterAll
    static void stop() {
        SESSION.close();
        SERVER.stop();
    }

    private static String chat(String answers) {
        return " --chat-model m --url " + SERVER.baseUrl() + " --answers " + folder.resolve(answers);
    }

    private static int calls() {
        return SERVER.findAll(postRequestedFor(anyUrl())).size();
    }

    @Test
    void itIsPricedWrittenAndGoneOnWith() throws Exception {
        Path concepts = Files.writeString(folder.resolve("concepts.txt"), "rain\n\nbread, still warm\n");
        Path out = folder.resolve("written.json");
        String line = "data --write " + concepts + " --each 3 --out " + out + chat("answers");
        int before = calls();
        JsonNode plan = json(SESSION, line + " --dry-run --price 1000000,1000000");
        assertThat(plan.get("calls").asInt()).isEqualTo(6);
        assertThat(plan.get("cost").asDouble()).isPositive();
        assertThat(calls()).isEqualTo(before);
        assertThat(out).doesNotExist();

        JsonNode some = json(SESSION, line + " --budget 4");
        assertThat(some.get("sentences").asInt()).isEqualTo(4);
        assertThat(screen.warned).anyMatch(warning -> warning.contains("'rain'") && warning.contains("go on"));
        JsonNode all = json(SESSION, line);
        assertThat(all.get("sentences").asInt()).isEqualTo(6);
        assertThat(all.get("data").asText()).contains("chat (m)", "bread, still warm");
        assertThat(calls()).isEqualTo(before + 6);
        json(SESSION, line + " --budget 0");
        assertThat(calls()).isEqualTo(before + 6);
        assertThat(DataSet.of(out))
                .hasSize(6)
                .contains(new Sentence("rain 2.", "rain"), new Sentence("bread, still warm 0.", "bread, still warm"));
        assertThat(SESSION.sentences()).isEqualTo(DataSet.of(out));
    }

    @Test
    void wrongInputSaysWhatToDo() {
        assertThatThrownBy(() -> run(SESSION, "data --write rain")).hasMessageContaining("name of a chat model");
        assertThatThrownBy(() -> run(SESSION, "data --write rain,rain" + chat("a")))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> run(SESSION, "data embedded --dry-run")).hasMessageContaining("--write");
        assertThatThrownBy(() -> run(SESSION, "data --write rain --each 0" + chat("a")))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> run(SESSION, "data --write rain --budget 0" + chat("a")))
                .hasMessageContaining("budget");
    }
}
