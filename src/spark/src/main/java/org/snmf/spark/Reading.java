package org.snmf.spark;

import java.io.Serializable;

/** What the first reading of A says of some of its tokens. */
record Reading(double squaredNorm, boolean[] active, int silentTokens) implements Serializable {
    /** Before anything was read. */
    static final Reading NOTHING = new Reading(0, new boolean[0], 0);

    Reading add(Reading other) {
        boolean[] either = active.clone();
        for (int j = 0; j < either.length; j++) {
            either[j] |= other.active[j];
        }
        return new Reading(squaredNorm + other.squaredNorm, either, silentTokens + other.silentTokens);
    }
}
