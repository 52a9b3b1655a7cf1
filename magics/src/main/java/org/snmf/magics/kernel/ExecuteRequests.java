package org.snmf.magics.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.kernel.cells.CellException;

/**
 * Runs cells for a front end. As in Python's kernel a cell that fails or is interrupted takes those with it that wait
 * behind it, and a silent request leaves no trace.
 */
final class ExecuteRequests {
    private final SnmfKernel kernel;
    private final KernelConnection connection;
    private final CellOutput output;
    private final CellHistory history;
    private final AtomicInteger next;

    /** @param next number of the next cell */
    ExecuteRequests(
            SnmfKernel kernel,
            KernelConnection connection,
            CellOutput output,
            CellHistory history,
            AtomicInteger next) {
        this.kernel = kernel;
        this.connection = connection;
        this.output = output;
        this.history = history;
        this.next = next;
    }

    void handle(ShellReplyEnvironment env, Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        int count = request.isSilent() ? next.get() : next.getAndIncrement();
        env.publish(PublishStatus.BUSY);
        if (!request.isSilent()) {
            env.publish(new PublishExecuteInput(request.getCode(), count));
        }
        output.begin(request.isSilent() ? CellOutput.SILENT : content -> publish(env, content), question(message));
        Optional<CellException> failure;
        try {
            failure = run(request, count);
        } finally {
            output.end();
        }
        boolean stops = (failure.isPresent() || kernel.wasInterrupted()) && request.shouldStopOnError();
        List<Message<?>> waiting = stops && !request.isSilent() ? connection.waiting() : List.of();
        reply(env, failure.map(e -> failed(e, count)).orElseGet(() -> done(count)));
        env.publish(PublishStatus.IDLE);
        waiting.forEach(this::abort);
    }

    private CellOutput.@Nullable Question question(Message<ExecuteRequest> message) {
        MessageContext context = message;
        return message.getContent().isStdinEnabled()
                ? (prompt, isPassword) -> connection.input(context, prompt, isPassword)
                : null;
    }

    private Optional<CellException> run(ExecuteRequest request, int count) {
        String shown = "";
        try {
            DisplayData value = kernel.eval(count, request.getCode());
            if (value != null) {
                output.publish(new PublishExecuteResult(count, value));
                shown = String.valueOf(value.getData(MIMEType.TEXT_PLAIN));
            }
            return Optional.empty();
        } catch (Throwable e) {
            CellException failure = kernel.failure(e);
            output.publish(new PublishError(failure.kind(), failure.getMessage(), traceback(failure)));
            return Optional.of(failure);
        } finally {
            if (request.shouldStoreHistory() && !request.isSilent()) {
                history.add(count, request.getCode(), shown);
            }
        }
    }

    private static List<String> traceback(CellException failure) {
        return failure.lines().stream()
                .flatMap(String::lines)
                .map(line -> "\u001B[31m" + line + "\u001B[0m")
                .toList();
    }

    private static Map<String, Object> done(int count) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", "ok");
        reply.put("execution_count", count);
        reply.put("user_expressions", Map.of());
        return reply;
    }

    private static Map<String, Object> failed(CellException failure, int count) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", "error");
        reply.put("execution_count", count);
        reply.put("ename", failure.kind());
        reply.put("evalue", failure.getMessage());
        reply.put("traceback", traceback(failure));
        return reply;
    }

    /** Answers a request that waited behind a cell that failed: cells are not run, all else is as ever. */
    private void abort(Message<?> message) {
        ShellReplyEnvironment env = connection.environment(message);
        if (!MessageType.EXECUTE_REQUEST.equals(message.getHeader().getType())) {
            connection.dispatch(env, message);
            return;
        }
        env.publish(PublishStatus.BUSY);
        // Without a count: front ends would number the cell as one that ran.
        reply(env, new LinkedHashMap<>(Map.of("status", "aborted")));
        env.publish(PublishStatus.IDLE);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void publish(ShellReplyEnvironment env, ContentType<?> content) {
        env.publish(new Message(env.getContext(), content.getType(), content));
    }

    /** The library's own types have neither a traceback nor an aborted cell. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void reply(ShellReplyEnvironment env, Map<String, Object> content) {
        env.reply(new Message(env.getContext(), MessageType.EXECUTE_REPLY, content));
    }
}
