package org.snmf.magics.command.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.data.DataSet;
import org.snmf.errors.InputException;
import org.snmf.magics.session.Session;
import org.snmf.store.Sentence;
import org.snmf.testkit.VerbTest;

/**
 * The verb {@code data --conceptnet} against a local server, whose answer is written after the API's documented format: no
 * answer of the real one could be recorded.
 */
class ConceptNetVerbTest extends VerbTest {
    private static final String WHEEL = """
            {"edges": [{"start": {"label": "a wheel", "language": "en"}, "end": {"label": "car", "language": "en"},
              "rel": {"label": "PartOf"}, "weight": 2.0}]}""";

    @TempDir
    private Path folder;

    private final Session session = new Session();
    private final List<String> queries = new ArrayList<>();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/query", exchange -> {
            String query = exchange.getRequestURI().toString();
            queries.add(query);
            String answer = query.contains("PartOf") && query.contains("car") ? WHEEL : "{\"edges\": []}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void run(String options) throws Exception {
        String line = "data " + options + " --conceptnet-server http://127.0.0.1:"
                + server.getAddress().getPort();
        run(session, line);
    }

    @Test
    void theDataSetIsExtendedAndWritten() throws Exception {
        Path file = folder.resolve("more.json");
        run("parts-and-kinds --conceptnet car,xyzzy --relations part_of,is_a --out " + file);
        List<Sentence> sentences = session.sentences();
        assertThat(sentences).hasSize(685);
        assertThat(sentences.subList(680, 685))
                .allMatch(
                        s -> s.label().equals("part of car: wheel") && s.text().contains("wheel"));
        assertThat(queries).hasSize(4);
        assertThat(screen.said).contains("car: 1 parts or kinds.", "xyzzy: ConceptNet knows nothing of it.");
        assertThat(session.dataName()).isEqualTo("parts-and-kinds, ConceptNet on car, xyzzy");
        assertThat(DataSet.of(file)).isEqualTo(sentences);
    }

    @Test
    void withoutNounsTheNetworkIsLeftAlone() throws Exception {
        run("parts-and-kinds");
        assertThat(queries).isEmpty();
    }

    @Test
    void refusalsAreClear() {
        status = 404;
        assertThatThrownBy(() -> run("--conceptnet car"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("status 404");
        assertThat(session.heldSentences()).isEmpty();
        assertThatThrownBy(() -> run("--conceptnet car --relations Likes")).hasMessageContaining("one of part-of");
    }
}
