package org.snmf.models.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;

/** Sends to the hub and to where it points, trying again when the connection fails. The token goes to the hub alone. */
final class HubWriter {
    /** The slowest network that is waited for. */
    private static final long BYTES_PER_SECOND = 50_000;

    private static final Set<String> RESTRICTED =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "authorization");

    private final String id;
    private final HubOptions options;
    private final HubClient client;
    private final Progress progress;

    HubWriter(String id, HubOptions options, Progress progress) {
        this.id = id;
        this.options = options;
        this.client = new HubClient(options);
        this.progress = progress;
    }

    /** The answer to a question at a path of the hub; an error status is an error unless it is among {@code allowed}. */
    JsonNode post(String path, String type, byte[] body, int... allowed) {
        return post(URI.create(options.endpoint().toString().replaceAll("/+$", "") + path), type, body, allowed);
    }

    JsonNode post(URI address, String type, byte[] body, int... allowed) {
        return trying(() -> {
            HttpRequest.Builder request = client.request(address)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofByteArray(body))
                    .timeout(patience(body.length));
            if (type.contains("git-lfs")) {
                request.header("Accept", type);
            }
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            check(response, allowed);
            return response.body().isBlank() || response.statusCode() >= 300
                    ? new ObjectMapper().createObjectNode()
                    : new ObjectMapper().readTree(response.body());
        });
    }

    /**
     * Puts bytes where the hub said, and gives the tag that the answer has; empty if it has none.
     *
     * @param headers those that the hub wants to go along
     * @param body makes the bytes anew for each attempt
     */
    String put(URI address, Map<String, String> headers, long size, Supplier<BodyPublisher> body) {
        return trying(() -> {
            HttpRequest.Builder request =
                    client.request(address).PUT(body.get()).timeout(patience(size));
            headers.forEach((name, value) -> {
                if (!RESTRICTED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    request.header(name, value);
                }
            });
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            check(response);
            return response.headers().firstValue("etag").orElse("");
        });
    }

    private Duration patience(long bytes) {
        return options.timeout().plusSeconds(bytes / BYTES_PER_SECOND);
    }

    private void check(HttpResponse<?> response, int... allowed) throws IOException {
        int status = response.statusCode();
        if (status >= 300 && IntStream.of(allowed).noneMatch(a -> a == status)) {
            throw HubErrors.ofWriting(id, status, response.headers());
        }
    }

    private <T> T trying(HubClient.Attempt<T> attempt) {
        return client.trying(id, "Check the network; what arrived is kept, and the next run sends the rest.", () -> {
            if (progress.stopRequested()) {
                throw new InputException(id, "a finished push", "a stop", "Run it again to send the rest.");
            }
            return attempt.run();
        });
    }
}
