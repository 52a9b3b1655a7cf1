package org.snmf.experiments.steer;

import java.util.List;
import java.util.stream.Stream;

/**
 * A direction with the texts that were written under it.
 *
 * @param method which method it is of
 * @param index its index among the directions
 * @param source its index in what it was made from, such as the feature
 * @param name what to call it
 * @param vector fingerprint of the direction
 * @param cells all targets with sign 1, then all with sign −1
 */
public record SteeredDirection(String method, int index, int source, String name, String vector, List<Cell> cells) {
    public SteeredDirection {
        cells = List.copyOf(cells);
    }

    /**
     * The texts of one target and sign.
     *
     * @param strength what was added, or why nothing was
     * @param texts continuations without their prompts, one a sample; none where the target is out of range
     */
    public record Cell(Strength strength, List<String> texts) {
        public Cell {
            texts = List.copyOf(texts);
        }
    }

    /** The cells whose target was reached. */
    public Stream<Cell> reached() {
        return cells.stream().filter(cell -> cell.strength().isReached());
    }
}
