package org.snmf.magics.kernel;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.zeromq.ZMQ;

/**
 * A connection whose messages are sent on a thread that is never interrupted: an interrupt of a cell that is just printing
 * would close the socket under it. A handler that fails in any way answers with the error: a thread that dies of it would
 * take the kernel along.
 */
public final class KernelConnection extends JupyterConnection {
    private static final long INPUT_POLL_MILLIS = 20;
    private static final long QUEUE_MILLIS = 50;

    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });

    /** A connection on the ports that a client has chosen. */
    public KernelConnection(KernelConnectionProperties properties)
            throws NoSuchAlgorithmException, InvalidKeyException {
        super(properties);
        // A cell that prints fast would otherwise fill the queue, and what came after, the end of the cell too, be
        // dropped.
        iopub.setSndHWM(0);
    }

    @Override
    public <T> void setHandler(MessageType<T> type, ShellHandler<T> handler) {
        super.setHandler(type, (env, message) -> {
            try {
                handler.handle(env, message);
            } catch (Throwable e) {
                env.replyError(reply(type).error(), error(e));
            }
        });
    }

    private static MessageType<?> reply(MessageType<?> request) {
        return MessageType.getType(request.getName().replace("_request", "_reply"));
    }

    private static ErrorReply error(Throwable e) {
        return new ErrorReply(e.getClass().getSimpleName(), String.valueOf(e.getMessage()), List.of(e.toString()));
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext context) {
        return new Environment(channel, stdin, iopub, context);
    }

    /**
     * Asks the person at the front end for a line. Unlike the library's own way this can be interrupted.
     *
     * @param context the request whose cell asks
     */
    String input(MessageContext context, String prompt, boolean isPassword) throws InterruptedException {
        Message<InputRequest> request =
                new Message<>(context, InputRequest.MESSAGE_TYPE, new InputRequest(prompt, isPassword));
        String id = request.getHeader().getId();
        onSender(() -> {
            stdin.sendMessage(request);
            return null;
        });
        while (true) {
            Message<?> answer =
                    onSender(() -> (stdin.getEvents() & ZMQ.Poller.POLLIN) == 0 ? null : stdin.readMessage());
            // What was typed for a cell that has been interrupted since is no answer to this one.
            boolean answers = answer != null
                    && answer.getContent() instanceof InputReply
                    && (answer.getParentHeader() == null
                            || answer.getParentHeader().getId().equals(id));
            if (answers) {
                return ((InputReply) answer.getContent()).getValue() + System.lineSeparator();
            }
            Thread.sleep(INPUT_POLL_MILLIS);
        }
    }

    /** Takes the requests that have come in behind the one that is being handled. To be called by its handler. */
    List<Message<?>> waiting() {
        try {
            // A front end that runs many cells sends them one by one.
            Thread.sleep(QUEUE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Message<?>> messages = new ArrayList<>();
        while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            messages.add(shell.readMessage());
        }
        return messages;
    }

    /** Where the answers to a request go that {@link #waiting()} has taken. */
    ShellReplyEnvironment environment(Message<?> request) {
        return prepareReplyEnv(shell, request);
    }

    /** Handles a request that {@link #waiting()} has taken. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    void dispatch(ShellReplyEnvironment env, Message<?> request) {
        ShellHandler handler = getHandler(request.getHeader().getType());
        if (handler != null) {
            handler.handle(env, request);
            env.resolveDeferrals();
            if (env.isMarkedForShutdown()) {
                close();
            }
        }
    }

    private <T> T onSender(Supplier<T> task) {
        // join, unlike get, waits on whatever happens to this thread.
        return CompletableFuture.supplyAsync(task, sender).join();
    }

    private final class Environment extends ShellReplyEnvironment {
        Environment(ShellChannel shell, StdinChannel stdin, JupyterSocket iopub, MessageContext context) {
            super(shell, stdin, iopub, context);
        }

        @Override
        public void publish(Message<?> message) {
            onSender(() -> {
                super.publish(message);
                return null;
            });
        }
    }
}
