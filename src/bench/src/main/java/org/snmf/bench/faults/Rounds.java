package org.snmf.bench.faults;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.screen.Screen;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.magics.verbs.Verbs;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.PeakMemory;
import org.snmf.views.display.Display;

/**
 * Runs verbs again and again, each in one session on the embedded model, and tells what memory they leave behind.
 *
 * <pre>
 * MALLOC_ARENA_MAX=1 java -Xms1g -Xmx1g -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1 -cp CLASSPATH
 *     org.snmf.bench.faults.Rounds VERB,… ROUNDS [SECONDS]
 * </pre>
 *
 * A verb gets as many of {@code ROUNDS} rounds as fit into {@code SECONDS}. Prints a table: verb, rounds, milliseconds a
 * round, resident MiB after 10 %, 50 % and 100 % of them, then at 10 % and at the end: MiB on the heap after a collection,
 * MiB of classes and compiled code, MiB of direct buffers, native arrays of the model. With a heap that is
 * touched whole at the start, one arena of the C library and no second compiler (both grow for a while and then stay: a
 * hundred and more MiB that are no leak), what the resident set gains beyond classes and code is native memory that a verb
 * does not give back.
 */
public final class Rounds {
    private static final List<String> SETUP = List.of(
            "model embedded",
            "data time-units --first 80",
            "capture --layers 0,1",
            "factorize --layer 0 --rank 40 --sparsity 10% --iterations 10",
            "tree --layer 0 --ranks 40,8 --sparsity 10% --iterations 6",
            "export --out @/features.safetensors");

    /** What verbs need that tell sentences with a label from sentences without. */
    private static final List<String> LABELLED = List.of(
            "model embedded",
            "data embedded --hold-out 4",
            "capture --layers 0",
            "factorize --layer 0 --rank 40 --sparsity 10% --iterations 6");

    private static final List<String> NEED_LABELS = List.of("detect", "baseline");

    /** One round, where the example of help is long or needs what the session has not. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("data", "data time-units --first 80"),
            Map.entry("features", "features 7"),
            Map.entry("encode", "encode --data @/new.txt"),
            Map.entry("export", "export --out @/features.csv"),
            Map.entry("push", "export --out @/features.csv; push @/features.csv --to owner/features --dry-run"),
            Map.entry("page", "page --out @/atlas.html"),
            Map.entry("trace", "trace --ids 1,2,3 --out @/trace.safetensors"),
            Map.entry("steer", "steer --features 1 --samples 1 --max-new-tokens 5 --targets 0.1 --judge none"),
            Map.entry("baseline", "baseline --methods diffmeans,pca"),
            Map.entry("reproduce", "reproduce @/features.safetensors --layer 0"),
            Map.entry("factorize", "factorize --layer 0 --rank 40 --sparsity 10% --iterations 10"),
            Map.entry("stability", "stability --layer 0 --ranks 10,20 --seeds 2 --iterations 4"),
            Map.entry("tree", "tree --layer 0 --ranks 40,8 --sparsity 10% --iterations 6"),
            Map.entry("reset", "model embedded; reset"));

    /** Rounds before the first that counts. */
    private static final int WARM = 3;

    private static final int LEAST = 4;

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    static final Screen NOWHERE = new Screen() {
        @Override
        public void say(String text) {}

        @Override
        public void warn(String text) {}

        @Override
        public void show(Display display) {}

        @Override
        public Live live() {
            return new Live() {
                @Override
                public void draw(Display display) {}

                @Override
                public void close() {}
            };
        }
    };

    /**
     * What the process holds at a moment, in MiB.
     *
     * @param resident the resident set
     * @param heap on the heap after a collection
     * @param code classes and compiled code
     * @param direct direct buffers
     * @param arrays a count: native arrays of the model that the session holds
     */
    record Held(long resident, double heap, double code, double direct, int arrays) {
        /** Looks, after a collection that lets cleaners run. */
        static Held of(Session session) throws InterruptedException {
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(50);
            }
            long direct = 0;
            for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
            }
            return new Held(
                    PeakMemory.residentNowMebibytes().orElse(-1),
                    MEMORY.getHeapMemoryUsage().getUsed() / 1048576.0,
                    MEMORY.getNonHeapMemoryUsage().getCommitted() / 1048576.0,
                    direct / 1048576.0,
                    session.heldModel().map(LanguageModel::liveArrays).orElse(0));
        }
    }

    /**
     * What a verb left behind.
     *
     * @param rounds how many it had
     * @param milliseconds that a round took
     * @param held after 10 %, 50 % and 100 % of the rounds
     */
    record Row(String verb, int rounds, double milliseconds, List<Held> held) {
        static final String HEAD = "verb        rounds  ms/round  resident 10%  50% 100%  heap 10% 100%  code 10% 100%"
                + "  direct 10% 100%  arrays 10% 100%";

        @Override
        public String toString() {
            Held first = held.get(0);
            Held last = held.get(2);
            return String.format(
                    Locale.ROOT,
                    "%-11s %6d %9.1f %13d %4d %4d %9.1f %4.1f %9.1f %4.1f %11.1f %4.1f %11d %4d",
                    verb,
                    rounds,
                    milliseconds,
                    first.resident(),
                    held.get(1).resident(),
                    last.resident(),
                    first.heap(),
                    last.heap(),
                    first.code(),
                    last.code(),
                    first.direct(),
                    last.direct(),
                    first.arrays(),
                    last.arrays());
        }
    }

    private Rounds() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        double seconds = arguments.length > 2 ? Double.parseDouble(arguments[2]) : Double.MAX_VALUE;
        Path folder = Files.createTempDirectory("snmf-rounds-");
        try {
            System.out.println(Row.HEAD);
            for (String verb : arguments[0].split(",", 0)) {
                System.out.println(row(verb, rounds, seconds, folder));
            }
        } finally {
            Fuzz.remove(folder);
        }
        System.exit(0);
    }

    /** Runs one verb, at least four times and as often as {@code seconds} allow, at most {@code most} times. */
    static Row row(String verb, int most, double seconds, Path folder) throws Exception {
        Files.writeString(folder.resolve("new.txt"), "We met on Monday.\nIn July it rained.\n");
        List<String> round =
                List.of(INSTEAD.getOrDefault(verb, Verbs.example(verb).value()).split("; "));
        try (Session session = new Session()) {
            run(session, NEED_LABELS.contains(verb) ? LABELLED : SETUP, folder);
            int rounds = 0;
            for (int i = 0; i < WARM; i++) {
                long begun = System.nanoTime();
                run(session, round, folder);
                rounds = (int) Math.max(LEAST, Math.min(most, seconds / ((System.nanoTime() - begun) * 1e-9)));
            }
            List<Held> held = new ArrayList<>();
            long spent = 0;
            for (int i = 1; i <= rounds; i++) {
                long begun = System.nanoTime();
                run(session, round, folder);
                spent += System.nanoTime() - begun;
                if (i == Math.max(1, rounds / 10) || i == rounds / 2 || i == rounds) {
                    held.add(Held.of(session));
                }
            }
            return new Row(verb, rounds, spent * 1e-6 / rounds, held);
        }
    }

    private static void run(Session session, List<String> lines, Path folder) throws Exception {
        for (String line : lines) {
            String here = line.replace("@", folder.toString());
            new Runner(session).run(ArgumentLine.split(here), Optional.empty(), NOWHERE);
        }
    }
}
