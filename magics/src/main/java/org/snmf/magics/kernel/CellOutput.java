package org.snmf.magics.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * Where all that cells print and display goes, in its order. Printed text is gathered, since a notebook server stops a
 * cell that sends a thousand messages a second: it is sent with what is displayed next, when much has come together, and
 * else a twentieth of a second after it was printed.
 *
 * <p>Threads may outlive the cell that started them. What they print while another cell runs is that cell's; what they
 * print while none runs is kept, and the next cell begins with it, under a line that says so.
 */
final class CellOutput extends ShellReplyEnvironment {
    private static final long GATHER_MILLIS = 50;
    private static final int GATHER_CHARACTERS = 1 << 14;
    private static final int LATE_CHARACTERS = 1 << 18;
    private static final String LATE = "Printed by threads of earlier cells when no cell ran:";

    /** For a cell that is to leave no trace. */
    static final Consumer<ContentType<?>> SILENT = content -> {};

    /** Asks the person for a line. */
    @FunctionalInterface
    interface Question {
        String ask(String prompt, boolean isPassword) throws InterruptedException;
    }

    private record Piece(StreamType type, StringBuilder text) {}

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "output");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Piece> pieces = new ArrayList<>();
    /** Late output that waits until a silent cell is over. */
    private final List<Piece> kept = new ArrayList<>();

    private int characters;
    private boolean cut;
    private @Nullable Consumer<ContentType<?>> cell;
    private @Nullable Question question;

    CellOutput() {
        super(null, null, null, null);
    }

    /**
     * A cell begins.
     *
     * @param cell is given every message to publish
     * @param question how to ask for input, or null if this front end cannot
     */
    synchronized void begin(Consumer<ContentType<?>> cell, @Nullable Question question) {
        this.cell = cell;
        this.question = question;
        if (cell == SILENT) {
            kept.addAll(pieces);
            pieces.clear();
        } else if (!pieces.isEmpty()) {
            cell.accept(new PublishStream(StreamType.ERR, LATE + (cut ? " (its beginning is cut)" : "") + "\n"));
        }
        cut = false;
        flush();
    }

    /** The cell has ended: what it printed is sent. */
    synchronized void end() {
        flush();
        cell = null;
        question = null;
        pieces.addAll(kept);
        characters = kept.stream().mapToInt(piece -> piece.text().length()).sum();
        kept.clear();
    }

    /** What was printed and never shown. */
    synchronized String rest() {
        StringBuilder rest = new StringBuilder();
        pieces.forEach(piece -> rest.append(piece.text()));
        pieces.clear();
        characters = 0;
        return rest.toString();
    }

    /** Sends what was printed so far. */
    synchronized void flush() {
        if (cell == null) {
            return;
        }
        for (Piece piece : pieces) {
            cell.accept(new PublishStream(piece.type(), piece.text().toString()));
        }
        pieces.clear();
        characters = 0;
    }

    @Override
    public void writeToStdOut(String text) {
        write(StreamType.OUT, text);
    }

    @Override
    public void writeToStdErr(String text) {
        write(StreamType.ERR, text);
    }

    private synchronized void write(StreamType type, String text) {
        if (pieces.isEmpty() && cell != null) {
            // Nothing is asked of it: what cannot be sent now is sent with the next piece or at the cell's end.
            Future<?> unused = clock.schedule(this::flush, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (pieces.isEmpty() || pieces.get(pieces.size() - 1).type() != type) {
            pieces.add(new Piece(type, new StringBuilder()));
        }
        pieces.get(pieces.size() - 1).text().append(text);
        characters += text.length();
        if (characters >= GATHER_CHARACTERS) {
            flush();
        }
        while (characters > LATE_CHARACTERS && !pieces.isEmpty()) {
            characters -= pieces.remove(0).text().length();
            cut = true;
        }
    }

    @Override
    public synchronized <T extends ContentType<T>> void publish(T content) {
        if (cell != null) {
            flush();
            cell.accept(content);
        }
    }

    @Override
    public String readFromStdIn(String prompt, boolean isPassword) {
        Question asked;
        synchronized (this) {
            flush();
            asked = question;
        }
        if (asked == null) {
            throw new InputException(
                    "System.in",
                    "a person to ask",
                    "a front end that passes on no input, as in a run without a notebook window",
                    "Write the value into the cell.");
        }
        try {
            return asked.ask(prompt, isPassword);
        } catch (InterruptedException e) {
            throw CellOutput.<RuntimeException>asIs(e);
        }
    }

    /** The cell's code, which has called a method that declares nothing, ends as any interrupted code does. */
    // E is in no parameter on purpose: it hides from the caller that the exception is a checked one.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E asIs(Throwable e) throws E {
        throw (E) e;
    }
}
