package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snmf.bench.faults.Attempt.End;

/** Counts how a victim ended in one kind of fault, and looks what is left of its result. */
final class Judge {
    private final Victim victim;
    private final String fault;
    private final String expected;
    private final Map<String, Integer> ends = new TreeMap<>();
    private int rounds;
    private int findings;
    private double seconds;

    /** @param expected digest of an undisturbed result */
    Judge(Victim victim, String fault, String expected) {
        this.victim = victim;
        this.fault = fault;
        this.expected = expected;
    }

    int rounds() {
        return rounds;
    }

    /** Judges one round: how its processes ended, and what they left in {@code result}; says at once what is wrong. */
    void round(Path result, End... ended) throws IOException {
        long begun = System.nanoTime();
        String found = found(result, ended);
        if (!found.isEmpty()) {
            findings++;
            System.out.println("  " + victim.name() + " " + fault + " round " + rounds + ": " + found);
        }
        rounds++;
        seconds += (System.nanoTime() - begun) * 1e-9;
    }

    private String found(Path result, End... ended) throws IOException {
        try {
            for (End end : ended) {
                String name = name(end);
                ends.merge(name, 1, Integer::sum);
                if (name.equals("broken")) {
                    return end.status() + ": " + shortened(end.said());
                }
            }
            String unreadable = unreadable(result);
            if (!unreadable.isEmpty()) {
                return unreadable;
            }
            End again = victim.here(result);
            if (again.status() != 0) {
                return "again: " + again.status() + ": " + shortened(again.said());
            }
            if (!victim.digest(result).equals(expected)) {
                return "other bytes than undisturbed";
            }
            return hidden(result);
        } catch (RuntimeException e) {
            return String.valueOf(e);
        }
    }

    private static String name(End end) {
        boolean stopped = end.said().contains("\"stopped\":true") || end.said().contains("stopped early");
        return switch (end.status()) {
            case 0 -> stopped ? "stopped with the best" : "finished";
            case 2 -> "refused";
            case 130 -> "interrupted without a result";
            case Together.KILLED -> "killed";
            default -> "broken";
        };
    }

    /** Whatever has its name must be whole. */
    private String unreadable(Path result) throws IOException {
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

    @Override
    public String toString() {
        return String.format(
                "%-16s %-10s %3d rounds (%.1f s a check)  %s  findings %d",
                victim.name(), fault, rounds, seconds / Math.max(1, rounds), ends, findings);
    }
}
