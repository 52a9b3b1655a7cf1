package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
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
 * Faults: KILL ({@code kill -9} at a random moment), TWO (two processes that write the same at the same time), and those of
 * {@link Fault}. For the first two, all verbs run at once in the process that is lost; everywhere the verb runs again in this
 * one. With a class path of jars alone the processes share an archive of loaded classes. Moments are drawn over the verb's
 * work, not over the start of its process.
 *
 * Prints a table: for each victim and fault the rounds, the ends, and what was found wrong.
 */
public final class FaultCampaign {
    private static final String KILL = "KILL";
    private static final String TWO = "TWO";

    /** Results of each victim that one process is killed at. */
    private static final int COPIES = 2;

    /** Runs in this process before one is timed. */
    private static final int WARM = 3;

    private static final int SENTENCES = 120;

    private final Path folder;
    private final int rounds;
    private final SplittableRandom random;
    private final List<Victim> victims = new ArrayList<>();
    private final Map<Victim, Whole> wholes = new LinkedHashMap<>();
    private int made;

    private FaultCampaign(Path folder, long seed, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
        this.random = new SplittableRandom(seed);
    }

    /** What a victim takes and gives where nothing goes wrong. */
    private record Whole(double seconds, long bytes, String digest) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("snmf-faults-");
        try {
            FaultCampaign campaign =
                    new FaultCampaign(folder, Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
            campaign.prepare(List.of(arguments.length > 3 ? arguments[3].split(";", -1) : new String[0]));
            for (String fault :
                    (arguments.length > 2 ? arguments[2] : "KILL,TWO,INTERRUPTS,STOPS,HEAP_SIZE,DISK").split(",", -1)) {
                if (fault.equals(KILL) || fault.equals(TWO)) {
                    campaign.together(fault);
                } else {
                    campaign.run(Fault.valueOf(fault));
                }
            }
        } finally {
            Fuzz.remove(folder);
        }
        System.exit(0);
    }

    /** What all victims stand on is made once. */
    private void prepare(List<String> names) throws IOException, InterruptedException {
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
        for (Victim victim : Victim.all(base)) {
            if (names.isEmpty() || names.contains(victim.name())) {
                victims.add(victim);
                wholes.put(victim, whole(victim));
            }
        }
    }

    private static void require(End end) {
        if (end.status() != 0) {
            throw new IllegalStateException(end.said());
        }
    }

    private Whole whole(Victim victim) throws IOException {
        Whole whole = undisturbed(victim);
        for (int i = 1; i < WARM; i++) {
            Whole next = undisturbed(victim);
            if (!whole.digest().equals(next.digest())) {
                throw new IllegalStateException(victim.name() + ": two undisturbed runs differ");
            }
            whole = next;
        }
        System.out.printf("%-16s %.2f s, %d bytes%n", victim.name(), whole.seconds(), whole.bytes());
        return whole;
    }

    private Whole undisturbed(Victim victim) throws IOException {
        Path result = fresh();
        End end = victim.here(result);
        require(end);
        Whole whole = new Whole(end.seconds(), victim.bytes(result), victim.digest(result));
        Fuzz.remove(result);
        return whole;
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), key.toString());
    }

    private Path fresh() throws IOException {
        return Files.createDirectory(folder.resolve("result-" + made++));
    }

    private void run(Fault fault) throws IOException, InterruptedException {
        for (Victim victim : victims) {
            Whole whole = known(wholes, victim);
            Judge judge = new Judge(victim, fault.name(), whole.digest());
            while (judge.rounds() < rounds) {
                Path result = fresh();
                fault.prepare(result, whole.bytes(), random);
                try {
                    judge.round(result, fault.strike(victim, result, whole.seconds(), random));
                } finally {
                    fault.leave(result);
                    Fuzz.remove(result);
                }
            }
            System.out.println(judge);
        }
    }

    /** Rounds in which all victims run in one process. */
    private void together(String fault) throws IOException, InterruptedException {
        Map<Victim, Judge> judges = new LinkedHashMap<>();
        victims.forEach(victim -> judges.put(
                victim, new Judge(victim, fault, known(wholes, victim).digest())));
        Map<Path, Victim> undisturbed = results(victims);
        Together first = start(undisturbed);
        double seconds = first.attempt().begun().end().seconds();
        for (Path result : undisturbed.keySet()) {
            Fuzz.remove(result);
        }
        while (true) {
            List<Victim> left = victims.stream()
                    .filter(victim -> known(judges, victim).rounds() < rounds)
                    .toList();
            if (left.isEmpty()) {
                break;
            }
            Map<Path, Victim> results = results(left);
            if (fault.equals(TWO)) {
                two(results, judges);
            } else {
                Together process = start(results);
                process.attempt()
                        .begun()
                        .until(random.nextDouble() * seconds * left.size() / victims.size())
                        .kill();
                for (Map.Entry<Path, End> end : process.ends().entrySet()) {
                    if (end.getValue().status() == Together.KILLED) {
                        known(judges, known(results, end.getKey())).round(end.getKey(), end.getValue());
                    }
                }
            }
            for (Path result : results.keySet()) {
                Fuzz.remove(result);
            }
        }
        judges.values().forEach(System.out::println);
    }

    private void two(Map<Path, Victim> results, Map<Victim, Judge> judges) throws IOException, InterruptedException {
        Together other = start(results);
        other.attempt().begun();
        List<Path> order = new ArrayList<>(results.keySet());
        Collections.shuffle(order, new Random(random.nextLong()));
        Map<Path, End> here = new LinkedHashMap<>();
        for (Path result : order) {
            here.put(result, known(results, result).here(result));
        }
        Map<Path, End> there = other.ends();
        for (Path result : order) {
            known(judges, known(results, result)).round(result, known(here, result), known(there, result));
        }
    }

    private Map<Path, Victim> results(List<Victim> of) throws IOException {
        Map<Path, Victim> results = new LinkedHashMap<>();
        for (int i = 0; i < COPIES; i++) {
            for (Victim victim : of) {
                results.put(fresh(), victim);
            }
        }
        return results;
    }

    private Together start(Map<Path, Victim> results) throws IOException {
        return new Together(results, folder.resolve("said"), random.nextLong(), Victim.archive(folder.resolve("base")));
    }
}
