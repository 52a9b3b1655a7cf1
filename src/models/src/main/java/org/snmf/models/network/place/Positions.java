package org.snmf.models.network.place;

import java.util.Arrays;
import java.util.List;

/**
 * Positions of a sequence, counted from 0 at its first token (special tokens counted), generated tokens included.
 *
 * @param first first position meant, when {@code chosen} is empty
 * @param chosen the positions meant, ascending; empty means every position from {@code first} on
 */
public record Positions(int first, List<Integer> chosen) {
    /** Every position, of the prompt and of what is generated. */
    public static final Positions ALL = new Positions(0, List.of());

    public Positions {
        chosen = chosen.stream().sorted().distinct().toList();
        if (first < 0 || (!chosen.isEmpty() && chosen.get(0) < 0)) {
            throw new IllegalArgumentException("positions: expected none below 0, found " + first + " and " + chosen);
        }
    }

    /** Just these. */
    public static Positions of(int... positions) {
        if (positions.length == 0) {
            throw new IllegalArgumentException("positions: expected at least one, found none");
        }
        return new Positions(0, Arrays.stream(positions).boxed().toList());
    }

    /** Every position from {@code first} on; with the prompt's length, only what is generated. */
    public static Positions from(int first) {
        return new Positions(first, List.of());
    }

    /** Whether {@code position} is one of them. */
    public boolean contains(int position) {
        return chosen.isEmpty() ? position >= first : chosen.contains(position);
    }
}
