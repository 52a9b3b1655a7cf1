package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The side of {@link FakeHub} that is written to: one data set {@code owner/data}, with its store of large files. */
public final class FakeRepository {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/datasets/owner/data/";

    /** What the last commits left, by path. */
    public final Map<String, byte[]> committed = new ConcurrentHashMap<>();
    /** The store of large files, by hash. */
    public final Map<String, byte[]> store = new ConcurrentHashMap<>();

    private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
    /** Files of this size and more are large. */
    public int largeFrom = 1000;
    /** Size of a part; 0 for one request a file. */
    public int part;
    /** How many of the next requests fail with status 503. */
    public int failures;
    /** Status of each commit. */
    public int commitStatus = 200;
    /** After so many uploads every further one fails; -1 for never. */
    public int uploadsLeft = -1;
    /** How often a repository was made. */
    public int made;

    /** Answers what is a question of a push; says whether it was one. */
    boolean answers(HttpExchange exchange, String address) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD")) {
            return false;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (failures > 0) {
            failures--;
            exchange.sendResponseHeaders(503, -1);
        } else if (!"Bearer hf_secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
        } else if (path.equals("/api/repos/create")) {
            exchange.sendResponseHeaders(made++ == 0 ? 200 : 409, -1);
        } else if (path.startsWith(API + "preupload/")) {
            send(exchange, preupload(JSON.readTree(body)));
        } else if (path.equals("/datasets/owner/data.git/info/lfs/objects/batch")) {
            send(exchange, batch(JSON.readTree(body), address));
        } else if (path.startsWith("/upload/")) {
            upload(exchange, path.substring("/upload/".length()), body);
        } else if (path.startsWith("/complete/")) {
            complete(exchange, JSON.readTree(body));
        } else if (path.equals("/verify")) {
            exchange.sendResponseHeaders(store.containsKey(JSON.readTree(body).get("oid").asText()) ? 200 : 404, -1);
        } else if (path.startsWith(API + "commit/") && commitStatus == 200) {
            commit(new String(body, StandardCharsets.UTF_8));
            send(exchange, JSON.createObjectNode().put("commitOid", FakeHub.COMMIT));
        } else {
            exchange.sendResponseHeaders(path.startsWith(API) ? commitStatus : 404, -1);
        }
        return true;
    }

    private ObjectNode preupload(JsonNode question) {
        ObjectNode answer = JSON.createObjectNode();
        for (JsonNode file : question.get("files")) {
            String path = file.get("path").asText();
            boolean large = file.get("size").asLong() >= largeFrom;
            ObjectNode one = answer.withArray("files")
                    .addObject()
                    .put("path", path)
                    .put("uploadMode", large ? "lfs" : "regular")
                    .put("shouldIgnore", path.endsWith(".ignored"));
            if (committed.containsKey(path)) {
                one.put("oid", large ? FakeHub.sha256(committed.get(path)) : gitHash(committed.get(path)));
            }
        }
        return answer;
    }

    private static String gitHash(byte[] content) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return java.util.HexFormat.of().formatHex(digest.digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode batch(JsonNode question, String address) {
        ObjectNode answer = JSON.createObjectNode();
        for (JsonNode object : question.get("objects")) {
            String oid = object.get("oid").asText();
            ObjectNode one = answer.withArray("objects").addObject().put("oid", oid);
            if (store.containsKey(oid)) {
                continue;
            }
            ObjectNode actions = one.putObject("actions");
            ObjectNode upload = actions.putObject("upload");
            actions.putObject("verify").put("href", address + "/verify");
            if (part == 0) {
                upload.put("href", address + "/upload/" + oid);
                continue;
            }
            upload.put("href", address + "/complete/" + oid);
            ObjectNode header = upload.putObject("header").put("chunk_size", String.valueOf(part));
            long count = (object.get("size").asLong() + part - 1) / part;
            for (int i = 1; i <= count; i++) {
                header.put(String.format("%05d", i), address + "/upload/" + oid + "-" + i);
            }
        }
        return answer;
    }

    private void upload(HttpExchange exchange, String name, byte[] body) throws IOException {
        if (uploadsLeft == 0) {
            exchange.sendResponseHeaders(500, -1);
            return;
        }
        uploadsLeft--;
        if (part == 0 && FakeHub.sha256(body).equals(name)) {
            store.put(name, body);
        }
        parts.put(name, body);
        exchange.getResponseHeaders().set("ETag", "\"tag-" + name + "\"");
        exchange.sendResponseHeaders(200, -1);
    }

    private void complete(HttpExchange exchange, JsonNode question) throws IOException {
        String oid = question.get("oid").asText();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (JsonNode one : question.get("parts")) {
            String name = oid + "-" + one.get("partNumber").asInt();
            if (one.get("etag").asText().equals("\"tag-" + name + "\"")) {
                whole.writeBytes(parts.get(name));
            }
        }
        boolean right = FakeHub.sha256(whole.toByteArray()).equals(oid);
        if (right) {
            store.put(oid, whole.toByteArray());
        }
        exchange.sendResponseHeaders(right ? 200 : 400, -1);
    }

    private void commit(String lines) throws IOException {
        for (String text : lines.lines().toList()) {
            JsonNode line = JSON.readTree(text);
            JsonNode value = line.get("value");
            switch (line.get("key").asText()) {
                case "file" ->
                    committed.put(
                            value.get("path").asText(),
                            Base64.getDecoder().decode(value.get("content").asText()));
                case "lfsFile" ->
                    committed.put(value.get("path").asText(), store.get(value.get("oid").asText()));
                default -> {}
            }
        }
    }

    private static void send(HttpExchange exchange, JsonNode json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
