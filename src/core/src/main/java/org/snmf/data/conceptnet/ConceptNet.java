package org.snmf.data.conceptnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.errors.InputException;

/**
 * Asks ConceptNet's public API which parts, substances, members and kinds a thing has (paper, Appendices F.3 and G). Uses
 * the network: make one only when a person has allowed that.
 */
public final class ConceptNet {
    /** The public API. */
    public static final URI PUBLIC_API = URI.create("https://api.conceptnet.io");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI base;
    private final HttpClient client;
    private final RetryPolicy<HttpResponse<String>> retries;

    /** A client of {@link #PUBLIC_API} that waits 1, 2 and 4 seconds between attempts. */
    public ConceptNet() {
        this(PUBLIC_API, Duration.ofSeconds(1));
    }

    /**
     * A client of another server with the same API.
     *
     * @param firstDelay wait before the second attempt; doubled before each further one, of four in all
     */
    public ConceptNet(URI base, Duration firstDelay) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.retries = RetryPolicy.<HttpResponse<String>>builder()
                .handle(IOException.class)
                .handleResultIf(r -> r.statusCode() == 429 || r.statusCode() >= 500)
                .withBackoff(firstDelay, firstDelay.multipliedBy(8))
                .withMaxRetries(3)
                .build();
    }

    /**
     * What stands in a relation to a thing, in English, the heaviest edges first, each other once.
     *
     * @param thing a noun such as "car"
     * @param limit most edges that are asked for, from 1 to 1000
     * @throws InputException if the server cannot be reached, refuses, or answers with something else than edges
     */
    public List<Related> related(String thing, Relation relation, int limit) {
        if (thing.isBlank() || limit < 1 || limit > 1000) {
            throw new InputException(
                    "ConceptNet query", "a noun and 1 to 1000 edges", "\"" + thing + "\" and " + limit, "");
        }
        URI query = query(thing, relation, limit);
        HttpResponse<String> response = ask(query);
        if (response.statusCode() != 200) {
            throw new InputException(
                    query.toString(), "status 200", "status " + response.statusCode(), "Try again later.");
        }
        return edges(query, response.body(), thing.strip(), relation);
    }

    private URI query(String thing, Relation relation, int limit) {
        String node = "/c/en/" + thing.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "_");
        String end = relation.thingIsStart() ? "start" : "end";
        return base.resolve("/query?" + end + "=" + URLEncoder.encode(node, StandardCharsets.UTF_8) + "&rel=/r/"
                + relation.key() + "&limit=" + limit);
    }

    private HttpResponse<String> ask(URI query) {
        HttpRequest request = HttpRequest.newBuilder(query)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        try {
            return Failsafe.with(retries).get(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new InputException(
                    query.toString(),
                    "an answer",
                    String.valueOf(e.getCause()),
                    "Check the connection, or use the data set without the extension.",
                    e);
        }
    }

    private static List<Related> edges(URI query, String body, String thing, Relation relation) {
        JsonNode edges;
        try {
            edges = JSON.readTree(body).path("edges");
        } catch (JsonProcessingException e) {
            throw new InputException(query.toString(), "JSON", e.getOriginalMessage(), "", e);
        }
        if (!edges.isArray()) {
            throw new InputException(query.toString(), "a list of edges", "none", "");
        }
        Map<String, Related> found = new LinkedHashMap<>();
        for (JsonNode edge : edges) {
            JsonNode other = edge.path(relation.thingIsStart() ? "end" : "start");
            String label = withoutArticle(other.path("label").asText());
            if (other.path("language").asText().equals("en") && !label.isEmpty() && !label.equalsIgnoreCase(thing)) {
                Related related =
                        new Related(thing, relation, label, edge.path("weight").asDouble());
                found.merge(label.toLowerCase(Locale.ROOT), related, (a, b) -> a.weight() >= b.weight() ? a : b);
            }
        }
        List<Related> related = new ArrayList<>(found.values());
        related.sort(Comparator.comparingDouble(Related::weight).reversed());
        return related;
    }

    private static String withoutArticle(String label) {
        return label.strip().replaceFirst("^(?i)(an?|the)\\s+", "");
    }
}
