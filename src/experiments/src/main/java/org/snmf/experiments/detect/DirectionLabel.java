package org.snmf.experiments.detect;

import java.util.Optional;

/**
 * What a direction is said to stand for.
 *
 * @param label the label; empty where none could be given
 * @param share share of the contexts that bear it out, in [0, 1]; 1 where the direction was made for the label
 * @param giver who gave it, such as {@code contexts} or the name of a describer
 */
public record DirectionLabel(Optional<String> label, double share, String giver) {
    /** No label, since there was nothing to read. */
    public static DirectionLabel none(String giver) {
        return new DirectionLabel(Optional.empty(), 0, giver);
    }
}
