package org.snmf.experiments.chat;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A chat server of the tests' own that answers, or fails, as told. */
public final class FakeChat implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    public FakeChat() {
        server.start();
    }

    public URI base() {
        return URI.create(server.baseUrl());
    }

    /** Calls that came. */
    public int calls() {
        return server.findAll(postRequestedFor(anyUrl())).size();
    }

    public WireMockServer server() {
        return server;
    }

    /** Prompts that contain {@code part} get this. Later rules win. */
    public void when(String part, ResponseDefinitionBuilder response) {
        server.stubFor(post(anyUrl()).withRequestBody(containing(part)).willReturn(response));
    }

    public void otherwise(ResponseDefinitionBuilder response) {
        when("", response);
    }

    public static ResponseDefinitionBuilder says(String text) {
        return says(text, "stop");
    }

    public static ResponseDefinitionBuilder says(String text, String finish) {
        return json(Map.of(
                "id",
                "1",
                "object",
                "chat.completion",
                "created",
                1,
                "model",
                "m",
                "choices",
                List.of(Map.of(
                        "index", 0, "finish_reason", finish, "message", Map.of("role", "assistant", "content", text))),
                "usage",
                Map.of("prompt_tokens", 10, "completion_tokens", 5, "total_tokens", 15)));
    }

    public static ResponseDefinitionBuilder ollamaSays(String text) {
        return json(Map.of(
                "model",
                "m",
                "created_at",
                "2026-01-01T00:00:00Z",
                "message",
                Map.of("role", "assistant", "content", text),
                "done",
                true,
                "done_reason",
                "stop",
                "prompt_eval_count",
                10,
                "eval_count",
                5));
    }

    public static ResponseDefinitionBuilder json(Object body) {
        try {
            return WireMock.aResponse()
                    .withStatus(200)
                    .withHeader("Content-Type", "application/json")
                    .withBody(JSON.writeValueAsString(body));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ResponseDefinitionBuilder status(int status, String message) {
        return json(Map.of("error", Map.of("message", message))).withStatus(status);
    }

    public static ResponseDefinitionBuilder closes() {
        return WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
    }

    @Override
    public void close() {
        server.stop();
    }
}
