package org.snmf.bench.faults;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;

/**
 * Gives every reader damaged files. A reader must give a value or refuse with a reason ({@link InputException}), within a
 * second of processor time, and allocate at most what it allocates for the whole file and {@link #FACTOR} bytes for each
 * byte of the damaged one, beside a {@link #FLOOR}. Anything else is a finding.
 *
 * <pre>Fuzz SEED ROUNDS [TARGET,…]</pre>
 *
 * Prints a table: target, inputs, read, refused with a reason, findings.
 */
public final class Fuzz {
    /** Bytes on the heap for each byte of a damaged file, beyond {@link #FLOOR} and twice what the whole one takes. */
    static final long FACTOR = 64;

    /** Bytes on the heap for what is made once, such as a class or a message that is met for the first time. */
    static final long FLOOR = 4 << 20;

    private static final long LONGEST_NANOS = 1_000_000_000L;
    private static final long HANGS_SECONDS = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * What came of a reader.
     *
     * @param target name of the reader
     * @param inputs how many damaged files it got
     * @param read how many of them it read
     * @param refused how many of them it refused with a reason
     * @param findings what else came, and the rounds in which it came
     */
    public record Row(String target, int inputs, int read, int refused, Map<String, List<Integer>> findings) {
        @Override
        public String toString() {
            return String.format("%-16s %7d %7d %7d  %s", target, inputs, read, refused, findings);
        }
    }

    private record Spent(long bytes, long nanos) {}

    private volatile @Nullable Thread reader;
    private ExecutorService worker = worker();

    private Fuzz() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("snmf-fuzz-");
        try {
            long seed = Long.parseLong(arguments[0]);
            int rounds = Integer.parseInt(arguments[1]);
            List<String> named = List.of(arguments.length > 2 ? arguments[2].split(",") : new String[0]);
            System.out.println("target            inputs    read refused  findings");
            for (FuzzTarget target : FuzzTarget.all(folder)) {
                if (named.isEmpty() || named.contains(target.name())) {
                    System.out.println(run(target, seed, rounds));
                }
            }
        } finally {
            remove(folder);
        }
        System.exit(0);
    }

    /** Gives one reader {@code rounds} damaged files. */
    static Row run(FuzzTarget target, long seed, int rounds) throws IOException {
        Fuzz fuzz = new Fuzz();
        try {
            return fuzz.rounds(target, seed, rounds);
        } finally {
            fuzz.worker.shutdownNow();
        }
    }

    private Row rounds(FuzzTarget target, long seed, int rounds) throws IOException {
        Map<String, List<Integer>> findings = new TreeMap<>();
        Map<String, Integer> ends = new TreeMap<>();
        long allowed = 0;
        for (int i = 0; i < 3; i++) {
            Object whole = read(target);
            if (!(whole instanceof Spent spent)) {
                throw new IllegalStateException(target.name() + ": the whole file is not read: " + whole);
            }
            allowed = FLOOR + 2 * spent.bytes();
        }
        for (int round = 0; round < rounds; round++) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + round);
            Path file = target.files().get(random.nextInt(target.files().size()));
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = new Mutation(random).of(whole);
            replace(file, damaged);
            String end = end(read(target), allowed + FACTOR * Math.max(whole.length, damaged.length));
            if (end.isEmpty() || end.equals("refused")) {
                ends.merge(end, 1, Integer::sum);
            } else {
                findings.merge(end, List.of(round), (a, b) -> Stream.concat(a.stream(), b.stream())
                        .limit(5)
                        .toList());
            }
            replace(file, whole);
        }
        return new Row(target.name(), rounds, ends.getOrDefault("", 0), ends.getOrDefault("refused", 0), findings);
    }

    /** What was spent, or what was thrown. */
    private Object read(FuzzTarget target) {
        Future<Object> reading = worker.submit(() -> {
            long thread = Thread.currentThread().getId();
            long bytes = THREADS.getThreadAllocatedBytes(thread);
            long nanos = THREADS.getThreadCpuTime(thread);
            try {
                Object value = target.reader().read();
                if (value instanceof AutoCloseable open) {
                    open.close();
                }
            } catch (InputException e) {
                return new Object[] {e, spent(thread, bytes, nanos)};
            } catch (Throwable e) {
                return e;
            }
            return spent(thread, bytes, nanos);
        });
        try {
            return reading.get(HANGS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            e.setStackTrace(Objects.requireNonNull(reader, "it has begun").getStackTrace());
            worker.shutdownNow();
            worker = worker();
            return e;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Spent spent(long thread, long bytes, long nanos) {
        return new Spent(THREADS.getThreadAllocatedBytes(thread) - bytes, THREADS.getThreadCpuTime(thread) - nanos);
    }

    /** Nothing if it was read, {@code refused} if it was refused, or what was found. */
    private static String end(Object what, long allowed) {
        if (what instanceof Throwable thrown) {
            return named(thrown);
        }
        boolean refused = what instanceof Object[];
        Spent spent = (Spent) (what instanceof Object[] both ? both[1] : what);
        if (spent.nanos() > LONGEST_NANOS) {
            return "over a second";
        }
        if (spent.bytes() > allowed) {
            return "over " + (allowed >> 10) + " KiB";
        }
        return refused ? "refused" : "";
    }

    /** The exception and the place in this library at which it came. */
    private static String named(Throwable thrown) {
        String at = Stream.of(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.snmf"))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return thrown.getClass().getSimpleName() + " at " + at;
    }

    /** A new file: the old one may still be mapped. */
    static void replace(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    private ExecutorService worker() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "reader");
            made.setDaemon(true);
            reader = made;
            return made;
        });
    }

    static void remove(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
