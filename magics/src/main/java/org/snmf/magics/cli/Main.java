package org.snmf.magics.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.Scratch;
import org.snmf.magics.places.Places;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;

/**
 * The command line {@code snmf VERB …}. Exit status: 0 done; 1 a check failed, or something unforeseen; 2 the input was
 * wrong; 130 interrupted before there was a result, or twice.
 */
public final class Main {
    private static final int INTERRUPTED = 130;

    private Main() {}

    /** @param arguments the verb and its options */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        // Libraries that print must not disturb what is read from the standard output.
        System.setOut(err);
        Places.settle();
        stopOnSignal(Thread.currentThread(), err);
        int status = run(List.of(arguments), Session.current(), out, err, isTerminal(System.console()));
        out.flush();
        Scratch.remove();
        Runtime.getRuntime().halt(status);
    }

    /** Whether a person looks on: since Java 22 there is a console even where the output goes into a file, and it tells. */
    static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Console.isTerminal", e);
        }
    }

    /** Runs one verb; returns the exit status. */
    public static int run(List<String> arguments, Session session, PrintStream out, PrintStream err, boolean live) {
        try (session) {
            Outcome outcome = new Runner(session).run(arguments, Optional.empty(), new Terminal(out, err, live));
            return outcome.passed() ? 0 : 1;
        } catch (InputException e) {
            err.println(e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            err.println("interrupted");
            return INTERRUPTED;
        } catch (OutOfMemoryError e) {
            err.println("out of memory: " + e.getMessage()
                    + ". Take fewer tokens or a smaller rank, or set SNMF_HEAP to more.");
            return 1;
        } catch (Throwable e) {
            err.println("unforeseen: " + e);
            e.printStackTrace(err);
            return 1;
        }
    }

    /**
     * The first Ctrl-C, or SIGTERM, asks the work to end at its next step and keep the best; the second ends the process
     * at once. Whoever started the process with these signals ignored keeps it so.
     */
    static void stopOnSignal(Thread worker, PrintStream err) {
        AtomicBoolean asked = new AtomicBoolean();
        for (String signal : List.of("INT", "TERM")) {
            Signals.register(signal, () -> {
                if (asked.getAndSet(true)) {
                    Scratch.remove();
                    Runtime.getRuntime().halt(INTERRUPTED);
                }
                err.println("stopping at the next step, with the best so far; once more ends at once");
                worker.interrupt();
            });
        }
    }
}
