package org.snmf.features;

import java.util.List;

/**
 * What a person reads of one feature: column r of Z and row r of Y with the places where it is strongest.
 *
 * @param index r, from 0
 * @param supportSize number of neurons with a value in column r of Z
 * @param share the feature's share of the reconstruction, as {@link ReconstructionShares} defines it; 0 for a dead
 *     feature
 * @param content what of the share lies beyond function words and punctuation, as {@link ContentShares} defines it
 * @param contexts the strongest contexts, strongest first; fewer than asked for when the coefficients are 0 elsewhere,
 *     none for a dead feature
 */
public record Feature(int index, int supportSize, double share, double content, List<Context> contexts) {
    public Feature {
        contexts = List.copyOf(contexts);
    }

    /** Whether the feature contributes nothing: its column of Z or its row of Y is all zero. */
    public boolean dead() {
        return share == 0;
    }

    /** The largest coefficient among the contexts; 0 when there are none. */
    public float peak() {
        return contexts.isEmpty() ? 0 : contexts.get(0).coefficient();
    }
}
