package org.snmf.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.snmf.magics.kernel.KernelConnection;
import org.snmf.magics.kernel.SnmfKernel;
import org.snmf.magics.session.Session;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A notebook for tests: the real kernel in this process, and a client that speaks to it over Jupyter's sockets. What a cell
 * shows, prints and fails with is what a person's notebook would get.
 *
 * <p>A notebook is used by one thread at a time. Its kernel works on the session of the process, so only one may be open.
 */
public final class Notebook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "a-key-of-the-test";
    private static final int TIMEOUT = 60_000;
    private static final List<String> BUNDLES = List.of("display_data", "update_display_data", "execute_result");

    private final SnmfKernel kernel;
    private boolean ended;
    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket shell = context.socket(SocketType.DEALER);
    private final ZMQ.Socket control = context.socket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.socket(SocketType.SUB);
    private final ZMQ.Socket stdin = context.socket(SocketType.DEALER);

    /** What came of one request: its reply and everything that was published for it. */
    public record Answer(JsonNode reply, List<JsonNode> published) {
        /** The published messages of one type: their contents. */
        public List<JsonNode> contents(String type) {
            return published.stream()
                    .filter(m -> m.at("/header/msg_type").asText().equals(type))
                    .map(m -> m.get("content"))
                    .toList();
        }

        /** The text of a stream. */
        public String stream(String name) {
            StringBuilder text = new StringBuilder();
            contents("stream").stream()
                    .filter(c -> c.get("name").asText().equals(name))
                    .forEach(c -> text.append(c.get("text").asText()));
            return text.toString();
        }

        /** The value of the cell as plain text. */
        public String result() {
            return contents("execute_result").get(0).at("/data/text~1plain").asText();
        }

        /** What the cell shows, in order: the bundles of its displays, their last states, and of its value. */
        public List<JsonNode> bundles() {
            return published.stream()
                    .filter(m -> BUNDLES.contains(m.at("/header/msg_type").asText()))
                    .map(m -> m.at("/content/data"))
                    .toList();
        }

        /** All that the cell shows of one type, such as {@code text/html}. */
        public String shown(String mime) {
            StringBuilder text = new StringBuilder();
            bundles().forEach(bundle -> text.append(bundle.path(mime).asText()));
            return text.toString();
        }

        /** Whether the kernel says ok, error or aborted. */
        public String status() {
            return reply.get("status").asText();
        }

        /**
         * The one error: {@code ename}, {@code evalue}, {@code traceback}.
         *
         * @throws AssertionError if the cell did not fail
         */
        public JsonNode error() {
            return contents("error").stream()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the cell did not fail: " + published));
        }

        /**
         * This answer, of a cell that did not fail.
         *
         * @throws AssertionError with the cell's error, if it did
         */
        public Answer ok() {
            if (!status().equals("ok")) {
                throw new AssertionError(
                        contents("error").isEmpty()
                                ? status()
                                : error().get("evalue").asText());
            }
            return this;
        }
    }

    /** Starts the kernel and waits until it answers. */
    public Notebook() throws Exception {
        int[] ports = freePorts(5);
        KernelConnectionProperties properties = new KernelConnectionProperties(
                "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], "tcp", "hmac-sha256", KEY);
        kernel = new SnmfKernel("test", System.getProperty("java.class.path"));
        kernel.onStartup();
        KernelConnection connection = new KernelConnection(properties);
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        iopub.subscribe("");
        for (ZMQ.Socket socket : List.of(shell, control, iopub, stdin)) {
            socket.setReceiveTimeOut(TIMEOUT);
            socket.setIdentity("client".getBytes(StandardCharsets.UTF_8));
            socket.setLinger(0);
        }
        iopub.connect("tcp://127.0.0.1:" + ports[4]);
        shell.connect("tcp://127.0.0.1:" + ports[1]);
        // The kernel asks the client of the cell, which it knows by its name.
        stdin.connect("tcp://127.0.0.1:" + ports[2]);
        control.connect("tcp://127.0.0.1:" + ports[0]);
        Thread.sleep(300);
    }

    private static int[] freePorts(int count) throws IOException {
        int[] ports = new int[count];
        List<ServerSocket> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0);
            open.add(socket);
            ports[i] = socket.getLocalPort();
        }
        for (ServerSocket socket : open) {
            socket.close();
        }
        return ports;
    }

    /** Runs a cell and waits for its end. */
    public Answer execute(String code) throws Exception {
        return collect(start(code));
    }

    /** Starts a cell, as a person does who lets a failing cell stop the queue; returns the request's id. */
    public String start(String code) throws Exception {
        return start(code, Map.of());
    }

    /** As {@link #start(String)}, with other fields of the request than the usual ones. */
    public String start(String code, Map<String, ?> fields) throws Exception {
        Map<String, Object> content = new HashMap<>(Map.of(
                "code", code, "silent", false, "store_history", true, "allow_stdin", false, "stop_on_error", true));
        content.putAll(fields);
        return send(shell, "execute_request", content);
    }

    /** Waits for what the kernel asks of the person, and answers; returns the question. */
    public JsonNode answer(String text) throws Exception {
        JsonNode question = receive(stdin);
        send(stdin, "input_reply", Map.of("value", text), question.get("header"));
        return question.get("content");
    }

    /** Waits for a question and gives no answer. */
    public void awaitQuestion() throws Exception {
        receive(stdin);
    }

    /** Waits until the cell with this id prints something. */
    public void awaitOutput(String id) throws Exception {
        while (true) {
            JsonNode message = receive(iopub);
            if (message.at("/parent_header/msg_id").asText().equals(id)
                    && message.at("/header/msg_type").asText().equals("stream")) {
                return;
            }
        }
    }

    /** Waits for the end of the cell with this id. */
    public Answer collect(String id) throws Exception {
        List<JsonNode> published = new ArrayList<>();
        while (true) {
            JsonNode message = receive(iopub);
            if (!message.at("/parent_header/msg_id").asText().equals(id)) {
                continue;
            }
            published.add(message);
            if (message.at("/content/execution_state").asText().equals("idle")) {
                return new Answer(receive(shell).get("content"), published);
            }
        }
    }

    /** Sends a request on the shell channel and returns the content of its reply. */
    public JsonNode ask(String type, Map<String, ?> content) throws Exception {
        send(shell, type, content);
        return receive(shell).get("content");
    }

    /**
     * What completes {@code code} at its end.
     *
     * @return the reply: {@code matches}, {@code cursor_start}, {@code cursor_end}, {@code metadata}
     */
    public JsonNode complete(String code) throws Exception {
        return ask("complete_request", Map.of("code", code, "cursor_pos", code.codePointCount(0, code.length())));
    }

    /** What is told of the word in which {@code code} ends, as plain text; empty where nothing is. */
    public String inspect(String code) throws Exception {
        int at = code.codePointCount(0, code.length());
        return ask("inspect_request", Map.of("code", code, "cursor_pos", at, "detail_level", 0))
                .at("/data/text~1plain")
                .asText();
    }

    /** The kernel, for magics that a test brings. */
    public SnmfKernel kernel() {
        return kernel;
    }

    /** Interrupts the running cell and waits for the kernel's answer. */
    public void interrupt() throws Exception {
        send(control, "interrupt_request", Map.of());
        receive(control);
    }

    /** Asks the kernel to end. */
    public JsonNode shutdown() throws Exception {
        ended = true;
        send(control, "shutdown_request", Map.of("restart", false));
        return receive(control).get("content");
    }

    private String send(ZMQ.Socket socket, String type, Map<String, ?> content) throws Exception {
        return send(socket, type, content, Map.of());
    }

    private String send(ZMQ.Socket socket, String type, Map<String, ?> content, Object parent) throws Exception {
        String id = UUID.randomUUID().toString();
        Map<String, String> header = Map.of(
                "msg_id",
                id,
                "username",
                "test",
                "session",
                "s",
                "date",
                "2026-01-01T00:00:00.000000Z",
                "msg_type",
                type,
                "version",
                "5.3");
        List<byte[]> parts = List.of(
                JSON.writeValueAsBytes(header),
                JSON.writeValueAsBytes(parent),
                JSON.writeValueAsBytes(Map.of()),
                JSON.writeValueAsBytes(content));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        parts.forEach(mac::update);
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(HexFormat.of().formatHex(mac.doFinal()));
        for (int i = 0; i < 3; i++) {
            socket.sendMore(parts.get(i));
        }
        socket.send(parts.get(3));
        return id;
    }

    private static JsonNode receive(ZMQ.Socket socket) throws Exception {
        String part = socket.recvStr();
        while (part != null && !part.equals("<IDS|MSG>")) {
            part = socket.recvStr();
        }
        if (part == null) {
            throw new AssertionError("no answer within " + TIMEOUT + " ms");
        }
        socket.recvStr();
        var message = JSON.createObjectNode();
        for (String name : List.of("header", "parent_header", "metadata", "content")) {
            message.set(name, JSON.readTree(socket.recv()));
        }
        return message;
    }

    /** Ends the kernel and forgets what its session holds. */
    @Override
    public void close() {
        if (!ended) {
            kernel.onShutdown(false);
        }
        Session.current().reset();
        for (ZMQ.Socket socket : List.of(shell, control, iopub, stdin)) {
            socket.close();
        }
        context.close();
    }
}
