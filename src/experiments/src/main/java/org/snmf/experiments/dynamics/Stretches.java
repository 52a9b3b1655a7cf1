package org.snmf.experiments.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.store.TokenTable;

/**
 * The times of an affinity tensor: tokens that belong together, by the label of their sentence or as they follow each other.
 *
 * @param names a name for each of the T times
 * @param tokens the columns of A of each time, ascending; at least {@link #LEAST} of them
 */
public record Stretches(List<String> names, List<int[]> tokens) {
    /** A correlation of fewer tokens says next to nothing. */
    public static final int LEAST = 8;

    /** @throws InputException if there are fewer than two times, or one of fewer than {@link #LEAST} tokens */
    public Stretches {
        names = List.copyOf(names);
        tokens = List.copyOf(tokens);
        boolean enough = names.size() == tokens.size()
                && names.size() > 1
                && tokens.stream().allMatch(of -> of.length >= LEAST);
        if (!enough) {
            throw new InputException(
                    "stretches",
                    "two or more labels or stretches, each with at least " + LEAST + " tokens",
                    tokens.stream().map(of -> of.length).toList() + " tokens",
                    "Give more sentences, sentences with labels, or another --stretch.");
        }
    }

    /** A time for each label, in the order of the data; sentences without one, and labels of too few tokens, are left out. */
    public static Stretches byLabel(TokenTable table) {
        Map<String, List<Integer>> byLabel = new LinkedHashMap<>();
        for (int t = 0; t < table.size(); t++) {
            String label = table.sentence(table.token(t).sentence()).label();
            if (!label.isEmpty()) {
                byLabel.computeIfAbsent(label, l -> new ArrayList<>()).add(t);
            }
        }
        byLabel.values().removeIf(of -> of.size() < LEAST);
        return new Stretches(
                List.copyOf(byLabel.keySet()),
                byLabel.values().stream()
                        .map(of -> of.stream().mapToInt(Integer::intValue).toArray())
                        .toList());
    }

    /**
     * So many tokens after each other as a time, in column order; a rest that is shorter than half of that is left out.
     *
     * @param n number of tokens of A
     */
    public static Stretches following(int n, int size) {
        if (size < LEAST) {
            throw new InputException("--stretch", "at least " + LEAST + " tokens", "" + size, "");
        }
        List<String> names = new ArrayList<>();
        List<int[]> tokens = new ArrayList<>();
        for (int from = 0; from < n; from += size) {
            int to = Math.min(n, from + size);
            if (to - from >= Math.max(LEAST, size / 2)) {
                names.add(from + "–" + (to - 1));
                tokens.add(IntStream.range(from, to).toArray());
            }
        }
        return new Stretches(names, tokens);
    }

    /** Number of times, T. */
    public int size() {
        return names.size();
    }

    @Override
    public String toString() {
        return names + " of " + tokens.stream().map(Arrays::toString).toList();
    }
}
