package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snmf.bench.faults.Attempt.End;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Sentence;

/**
 * Runs verbs into faults and looks what is left: nothing that has a name may be unreadable, every end must be one of finished,
 * stopped with the best, or refused with a reason, and the same verb again must give the bytes of an undisturbed one and leave
 * nothing hidden.
 *
 * <pre>OMP_NUM_THREADS=1 java -Xmx1g -cp CLASSPATH
 *     org.snmf.bench.faults.FaultCampaign SEED ROUNDS [FAULT,… [VICTIM;…]]</pre>
 *
 * A round costs the start of one process: the verb runs again in this one. With a class path of jars alone the processes
 * share an archive of loaded classes. Moments are drawn over the verb's work, not over the start of its process.
 *
 * Prints a table: for each victim and fault the rounds, the ends, and what was found wrong.
 */
public final class FaultCampaign {
    /** Runs in this process before one is timed. */
    private static final int WARM = 3;

    private static final int SENTENCES = 120;

    private final Path folder;
    private final long seed;
    private final int rounds;

    private FaultCampaign(Path folder, long seed, int rounds) {
        this.folder = folder;
        this.seed = seed;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("snmf-faults-");
        try {
            FaultCampaign campaign =
                    new FaultCampaign(folder, Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
            List<String> faults = List.of(arguments.length > 2 ? arguments[2].split(",") : names());
            List<String> victims = List.of(arguments.length > 3 ? arguments[3].split(";") : new String[0]);
            for (Victim victim : campaign.victims()) {
                if (victims.isEmpty() || victims.contains(victim.name())) {
                    campaign.run(victim, faults);
                }
            }
        } finally {
            remove(folder);
        }
        System.exit(0);
    }

    private static String[] names() {
        return Stream.of(Fault.values()).map(Enum::name).toArray(String[]::new);
    }

    /** What all victims stand on is made once. */
    private List<Victim> victims() throws IOException, InterruptedException {
        Path base = Files.createDirectory(folder.resolve("base"));
        Files.createDirectory(folder.resolve("said"));
        Files.write(
                base.resolve(Victim.SENTENCES),
                EmbeddedModel.timeUnits().stream()
                        .limit(SENTENCES)
                        .map(Sentence::text)
                        .toList());
        require(Victim.of(
                        "base",
                        "capture --model embedded --data @/" + Victim.SENTENCES + " --layers 0 --out @/store --json",
                        "store")
                .start(base)
                .begun()
                .end());
        require(Victim.of(
                        "base",
                        "factorize --input @/store#layer.0.mlp_act --rank 12 --sparsity 0.05 --iterations 10 --threads 1"
                                + " --out @/F.safetensors --json",
                        "F.safetensors")
                .here(base));
        return Victim.all(base);
    }

    private static void require(End end) {
        if (end.status() != 0) {
            throw new IllegalStateException(end.said());
        }
    }

    /** What a victim takes and gives where nothing goes wrong. */
    private record Whole(double seconds, double secondsHere, long bytes, String digest) {}

    private Whole whole(Victim victim) throws IOException, InterruptedException {
        Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        End end = victim.start(undisturbed).begun().end();
        require(end);
        String digest = victim.digest(undisturbed);
        long bytes = victim.bytes(undisturbed);
        remove(undisturbed);
        double here = 0;
        for (int i = 0; i < WARM; i++) {
            Files.createDirectory(undisturbed);
            End again = victim.here(undisturbed);
            require(again);
            if (!victim.digest(undisturbed).equals(digest)) {
                throw new IllegalStateException(victim.name() + ": two undisturbed runs differ");
            }
            here = again.seconds();
            remove(undisturbed);
        }
        return new Whole(end.seconds(), here, bytes, digest);
    }

    private void run(Victim victim, List<String> faults) throws IOException, InterruptedException {
        Whole whole = whole(victim);
        System.out.printf(
                "%-16s %.2f s of work, here %.2f s, %d bytes%n",
                victim.name(), whole.seconds(), whole.secondsHere(), whole.bytes());
        for (Fault fault : Fault.values()) {
            if (faults.contains(fault.name())) {
                SplittableRandom random = new SplittableRandom(seed ^ (victim.name() + fault).hashCode());
                Map<String, Integer> ends = new TreeMap<>();
                Map<Integer, String> findings = new TreeMap<>();
                long begun = System.nanoTime();
                for (int round = 0; round < rounds; round++) {
                    String found = round(victim, fault, whole, random, ends);
                    if (!found.isEmpty()) {
                        findings.put(round, found);
                        System.out.println("  round " + round + ": " + found);
                    }
                }
                System.out.printf(
                        "%-16s %-10s %3d rounds, %.1f s each  %s  findings %d%n",
                        victim.name(),
                        fault,
                        rounds,
                        (System.nanoTime() - begun) * 1e-9 / rounds,
                        ends,
                        findings.size());
            }
        }
    }

    /** One fault; gives what was wrong, or nothing. */
    private String round(
            Victim victim, Fault fault, Whole whole, SplittableRandom random, Map<String, Integer> ends)
            throws IOException, InterruptedException {
        Path result = fault.folder(folder, whole.bytes(), random);
        try {
            double seconds = fault == Fault.STOPS ? whole.secondsHere() : whole.seconds();
            for (End end : fault.strike(victim, result, seconds, random)) {
                String name = name(end);
                ends.merge(name, 1, Integer::sum);
                if (name.equals("broken")) {
                    return end.status() + ": " + shortened(end.said());
                }
            }
            String unreadable = unreadable(victim, result);
            if (!unreadable.isEmpty()) {
                return unreadable;
            }
            End again = victim.here(result);
            if (again.status() != 0) {
                return "again: " + again.status() + ": " + shortened(again.said());
            }
            if (!victim.digest(result).equals(whole.digest())) {
                return "other bytes than undisturbed";
            }
            return hidden(result);
        } catch (RuntimeException e) {
            return String.valueOf(e);
        } finally {
            fault.leave(result);
            remove(result);
        }
    }

    private static String name(End end) {
        boolean stopped = end.said().contains("\"stopped\":true") || end.said().contains("stopped early");
        return switch (end.status()) {
            case 0 -> stopped ? "stopped with the best" : "finished";
            case 2 -> "refused";
            case 130 -> "interrupted without a result";
            case 137 -> "killed";
            default -> "broken";
        };
    }

    /** Whatever has its name must be whole. */
    private static String unreadable(Victim victim, Path result) throws IOException {
        if (!Files.exists(result.resolve(victim.output()))) {
            return "";
        }
        try {
            victim.digest(result);
            return "";
        } catch (RuntimeException e) {
            return "unreadable: " + e.getMessage();
        }
    }

    private static String hidden(Path result) throws IOException {
        try (Stream<Path> files = Files.list(result)) {
            List<String> left = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
            return left.isEmpty() ? "" : "left behind: " + left;
        }
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(text.length() - 300) : text;
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
