package org.snmf.models.checkpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A small hub on this machine, with faults on demand, for the tests of this module and of the verbs. */
public final class FakeHub implements AutoCloseable {
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    public final Map<String, byte[]> files = new HashMap<>();
    public final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    /** The values of the header Authorization. */
    public final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    /** Status that every request gets instead of an answer. */
    public int status = 200;
    /** How many downloads are cut in the middle. */
    public int cuts;
    /** How many downloads have one byte changed. */
    public int damages;
    /** How many downloads have bytes beyond the end. */
    public int surplus;

    public boolean knowsRanges = true;
    /** How fast content is sent; 0 for as fast as possible. */
    public int bytesPerSecond;

    /** What is pushed. */
    public final FakeRepository repository = new FakeRepository();

    private final HttpServer server;

    public FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (repository.answers(exchange, address().toString())) {
                return;
            }
            byte[] content = files.get(path.substring(path.lastIndexOf('/') + 1));
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
            } else if (!path.startsWith("/owner/model/resolve/")) {
                exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
                exchange.sendResponseHeaders(404, -1);
            } else if (content == null) {
                exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
                exchange.sendResponseHeaders(404, -1);
            } else {
                describe(exchange, content);
                if (exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
                    exchange.sendResponseHeaders(200, -1);
                } else {
                    send(exchange, content, range);
                }
            }
        }
    }

    private static void describe(HttpExchange exchange, byte[] content) {
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content) + "\"");
        exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
    }

    private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
        int first = range != null && knowsRanges ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        byte[] bytes = java.util.Arrays.copyOfRange(content, first, content.length);
        if (damages > 0) {
            damages--;
            bytes[bytes.length / 2] ^= 1;
        }
        if (surplus > 0) {
            surplus--;
            bytes = java.util.Arrays.copyOf(bytes, bytes.length + 7);
        }
        exchange.sendResponseHeaders(first > 0 ? 206 : 200, bytes.length);
        OutputStream out = exchange.getResponseBody();
        if (cuts > 0) {
            cuts--;
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            return;
        }
        int tenth = bytesPerSecond == 0 ? bytes.length : Math.max(1, bytesPerSecond / 10);
        for (int from = 0; from < bytes.length; from += tenth) {
            out.write(bytes, from, Math.min(tenth, bytes.length - from));
            out.flush();
            pause();
        }
        out.close();
    }

    private void pause() {
        if (bytesPerSecond > 0) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
