package org.snmf.magics.command.read;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.magics.session.Session;
import org.snmf.testkit.VerbTest;

/** Labels by every kind of describer, from a cell. */
class LabelVerbTest extends VerbTest {
    private static final Session SESSION = new Session();

    @TempDir
    private Path folder;

    private JsonNode label(String options) throws Exception {
        return json(SESSION, "label " + options);
    }

    @BeforeAll
    static void factorize() throws Exception {
        prepare(
                SESSION,
                "model embedded",
                "data time-units --first 60",
                "capture --layers 0",
                "factorize --rank 6 --sparsity 10% --iterations 10");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void lexicalIsTheDefaultAndNeverSaysMixed() throws Exception {
        JsonNode found = label("");
        assertThat(found.path("giver").asText()).isEqualTo("lexical");
        assertThat(found.path("labels")).hasSize(6);
        found.path("labels").forEach(l -> assertThat(l.path("label").asText())
                .isNotEqualTo("mixed")
                .isNotBlank());
        assertThat(SESSION.heldFactorization().orElseThrow().sheet().column("label"))
                .isPresent();
    }

    @Test
    void semanticChoosesAmongTheLabels() throws Exception {
        JsonNode found = label("--describer semantic --least-cosine 0");
        assertThat(found.path("giver").asText()).startsWith("semantic");
        found.path("labels").forEach(l -> {
            assertThat(l.path("state").asText()).isEqualTo("NAMED");
            assertThat(l.path("label").asText())
                    .isIn("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
        });
        assertThat(label("--describer semantic --names general --least-cosine 1")
                        .path("states")
                        .path("UNNAMED")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void eachSignOfTheTokensHasItsLabel() throws Exception {
        JsonNode found = label("--from tokens --describer semantic --names general --least-cosine 0");
        assertThat(found.path("labels")).hasSize(12);
        var sheet = SESSION.heldFactorization().orElseThrow().sheet();
        assertThat(sheet.texts("label of promoted")).hasSize(6);
        assertThat(sheet.texts("label of suppressed")).hasSize(6);
    }

    @Test
    void chatIsPricedAskedOnceAndKeepsItsKeyToItself() throws Exception {
        WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        try {
            server.stubFor(post(anyUrl())
                    .willReturn(okJson("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                            + "{\"role\":\"assistant\",\"content\":\"Results: days\"}}]}")));
            // Any variable of the environment may hold the key; PATH is one that is always set.
            String options = "--describer chat --chat-model m --key-from PATH --url " + server.baseUrl() + " --answers "
                    + folder.resolve("answers");
            JsonNode plan = label(options + " --dry-run --price 1,2");
            assertThat(plan.path("calls").asInt()).isEqualTo(6);
            assertThat(plan.path("cost").asDouble()).isPositive();
            server.verify(0, postRequestedFor(anyUrl()));
            assertThat(label(options).path("states").path("NAMED").asInt()).isEqualTo(6);
            assertThat(label(options + " --budget 0")
                            .path("states")
                            .path("NAMED")
                            .asInt())
                    .isEqualTo(6);
            String key = System.getenv("PATH");
            server.verify(6, postRequestedFor(anyUrl()).withHeader("Authorization", containing(key)));
            assertThat(screen.said).noneMatch(said -> said.contains(key));
            try (Stream<Path> files = Files.list(folder.resolve("answers"))) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file)).doesNotContain(key);
                }
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void wrongOptionsAreRefused() {
        for (String wrong : new String[] {
            "--describer chat",
            "--describer semantic --names absent.txt",
            "--describer semantic --least-cosine 2",
            "--describer chat --chat-model m --max-cost 1",
            "--describer chat --chat-model m --price 1"
        }) {
            assertThatThrownBy(() -> label(wrong)).as(wrong).isInstanceOf(InputException.class);
        }
    }
}
