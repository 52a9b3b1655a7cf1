package org.snmf.bench.faults;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.snmf.magics.cli.Main;
import org.snmf.magics.places.Places;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;

/**
 * The command line in a process whose libraries are loaded before the verb begins, so that a random moment is a moment of
 * the verb's work. It makes the file that the property {@code ready} names when it begins.
 *
 * <p>With a seed in the property {@code together} the words are files, each of which holds the words of one verb, a line
 * each. All verbs run at the same time, in sessions of their own, beginning at random moments; the file {@code WORDS.end} says
 * how each ended, {@code WORDS.begun} that it began.
 */
final class Warm {
    static final String READY = "ready";
    static final String TOGETHER = "together";

    /** Processor time over which verbs that run together begin, of each of them. */
    private static final double STAGGER_SECONDS = 0.4;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Warm() {}

    public static void main(String[] words) throws Exception {
        Places.settle();
        try (Session session = new Session()) {
            for (String line : new String[] {"model embedded", "data time-units --first 3", "capture --layers 0"}) {
                new Runner(session).run(ArgumentLine.split(line), Optional.empty(), Rounds.NOWHERE);
            }
        }
        Files.createFile(Path.of(System.getProperty(READY)));
        Long seed = Long.getLong(TOGETHER);
        if (seed == null) {
            Main.main(words);
        } else {
            together(words, new SplittableRandom(seed));
        }
    }

    private static void together(String[] files, SplittableRandom random) throws InterruptedException {
        long now = SYSTEM.getProcessCpuTime();
        List<Thread> verbs = new ArrayList<>();
        for (String file : files) {
            long begin = now + (long) (random.nextDouble() * STAGGER_SECONDS * files.length * 1e9);
            Thread verb = new Thread(() -> run(Path.of(file), begin, now), file);
            verbs.add(verb);
            verb.start();
        }
        for (Thread verb : verbs) {
            verb.join();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void run(Path file, long begin, long now) {
        try {
            // The processor time of a process in which nothing runs stands still: then it is time to begin.
            for (long last = now; SYSTEM.getProcessCpuTime() < begin; ) {
                TimeUnit.MILLISECONDS.sleep(20);
                long used = SYSTEM.getProcessCpuTime();
                if (used - last < 1_000_000) {
                    break;
                }
                last = used;
            }
            Files.createFile(file.resolveSibling(file.getFileName() + ".begun"));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
            int status = Main.run(Files.readAllLines(file), new Session(), out, out, false);
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, status + "\n" + said.toString(StandardCharsets.UTF_8));
            Files.move(part, file.resolveSibling(file.getFileName() + ".end"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
