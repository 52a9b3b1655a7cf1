package org.snmf.data.conceptnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;

/**
 * Against a local server. Its response, part-of-car.json, is written after the format that the API's documentation shows; it
 * was not recorded from the API.
 */
class ConceptNetTest {
    private record Answer(int status, String body) {}

    private final List<Answer> answers = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private HttpServer server;
    private ConceptNet net;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/query", exchange -> {
            queries.add(exchange.getRequestURI().toString());
            Answer answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        net = new ConceptNet(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String response() throws IOException {
        try (InputStream in = ConceptNetTest.class.getResourceAsStream("part-of-car.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void partsAreReadHeaviestFirstEachOnceInEnglish() throws IOException {
        answers.add(new Answer(200, response()));
        List<Related> parts = net.related("Car", Relation.PART_OF, 50);
        assertThat(parts).extracting(Related::other).containsExactly("wheel", "accelerator");
        assertThat(parts.get(0).weight()).isGreaterThan(3.4);
        assertThat(queries).containsExactly("/query?end=%2Fc%2Fen%2Fcar&rel=/r/PartOf&limit=50");
    }

    @Test
    void theThingStandsWhereTheRelationWantsIt() {
        answers.add(new Answer(200, "{\"edges\":[]}"));
        assertThat(net.related("ice cream", Relation.HAS_A, 5)).isEmpty();
        assertThat(queries.get(0)).startsWith("/query?start=%2Fc%2Fen%2Fice_cream&rel=/r/HasA");
    }

    @Test
    void sentencesNameBothAndCarryTheLabelOfTheDataSet() {
        Related related = new Related("car", Relation.PART_OF, "wheel", 1);
        assertThat(related.sentences())
                .hasSize(5)
                .allMatch(s -> s.label().equals("part of car: wheel"))
                .allMatch(s -> s.text().contains("car") && s.text().contains("wheel"));
        for (Relation relation : Relation.values()) {
            assertThat(new Related("a", relation, "b", 1).sentences()).hasSize(5);
        }
    }

    @Test
    void aBusyServerIsAskedAgainAndABrokenOneIsReported() throws IOException {
        answers.add(new Answer(503, ""));
        answers.add(new Answer(429, ""));
        answers.add(new Answer(200, response()));
        assertThat(net.related("car", Relation.PART_OF, 50)).hasSize(2);
        assertThat(queries).hasSize(3);
        answers.clear();
        answers.add(new Answer(500, ""));
        assertThatThrownBy(() -> net.related("car", Relation.PART_OF, 50))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("status 500");
        assertThat(queries).hasSize(7);
        answers.clear();
        answers.add(new Answer(404, ""));
        assertThatThrownBy(() -> net.related("car", Relation.PART_OF, 50)).hasMessageContaining("status 404");
        assertThat(queries).hasSize(8);
    }

    @Test
    void answersThatAreNoEdgesAreRefused() {
        answers.add(new Answer(200, "<html>"));
        assertThatThrownBy(() -> net.related("car", Relation.IS_A, 5)).isInstanceOf(InputException.class);
        answers.set(0, new Answer(200, "{\"error\":1}"));
        assertThatThrownBy(() -> net.related("car", Relation.IS_A, 5)).hasMessageContaining("a list of edges");
        assertThatThrownBy(() -> net.related(" ", Relation.IS_A, 5)).isInstanceOf(InputException.class);
    }

    @Test
    void noServerIsAClearError() {
        server.stop(0);
        assertThatThrownBy(() -> net.related("car", Relation.IS_A, 5))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Check the connection");
    }
}
