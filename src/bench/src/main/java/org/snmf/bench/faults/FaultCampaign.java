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

/**
 * Runs verbs into faults and looks what is left: nothing that has a name may be unreadable, every end must be one of finished,
 * stopped with the best, or refused with a reason, and the same verb again must give the bytes of an undisturbed one and leave
 * nothing hidden.
 *
 * <pre>FaultCampaign SEED ROUNDS [FAULT,… [VICTIM,…]]</pre>
 *
 * Prints a table: for each victim and fault the rounds, the ends, and what was found wrong.
 */
public final class FaultCampaign {
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
        require(Victim.of("base", "capture --model embedded --data embedded --layers 0 --out @/store --json", "store")
                .run(base, Fault.HEAP));
        require(Victim.of(
                        "base",
                        "factorize --input @/store#layer.0.mlp_act --rank 24 --sparsity 0.05 --iterations 10 --threads 1"
                                + " --out @/F.safetensors --json",
                        "F.safetensors")
                .run(base, Fault.HEAP));
        return Victim.all(base);
    }

    private static void require(Victim.End end) {
        if (end.status() != 0) {
            throw new IllegalStateException(end.said());
        }
    }

    private void run(Victim victim, List<String> faults) throws IOException, InterruptedException {
        Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        Victim.End whole = victim.run(undisturbed, Fault.HEAP);
        require(whole);
        String expected = victim.digest(undisturbed);
        long bytes = victim.bytes(undisturbed);
        remove(undisturbed);
        for (Fault fault : Fault.values()) {
            if (faults.contains(fault.name())) {
                SplittableRandom random = new SplittableRandom(seed ^ (victim.name() + fault).hashCode());
                Map<String, Integer> ends = new TreeMap<>();
                Map<Integer, String> findings = new TreeMap<>();
                for (int round = 0; round < rounds; round++) {
                    String found = round(victim, fault, whole.seconds(), bytes, expected, random, ends);
                    if (!found.isEmpty()) {
                        findings.put(round, found);
                    }
                }
                System.out.printf(
                        "%-16s %-10s %3d rounds  %s  findings %s%n", victim.name(), fault, rounds, ends, findings);
            }
        }
    }

    /** One fault; gives what was wrong, or nothing. */
    private String round(
            Victim victim,
            Fault fault,
            double seconds,
            long bytes,
            String expected,
            SplittableRandom random,
            Map<String, Integer> ends)
            throws IOException, InterruptedException {
        Path result = fault.folder(folder, bytes, random);
        try {
            for (Victim.End end : fault.strike(victim, result, seconds, random)) {
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
            Victim.End again = victim.run(result, Fault.HEAP);
            if (again.status() != 0) {
                return "again: " + again.status() + ": " + shortened(again.said());
            }
            if (!victim.digest(result).equals(expected)) {
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

    private static String name(Victim.End end) {
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
