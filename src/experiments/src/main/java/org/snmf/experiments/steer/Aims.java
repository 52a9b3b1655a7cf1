package org.snmf.experiments.steer;

import org.snmf.experiments.rivals.Rival;

/** Says what the texts of directions are judged for. */
@FunctionalInterface
public interface Aims {
    /** What direction {@code i} of a method, which is not dead, is judged for. */
    Aim of(Rival rival, int i);
}
