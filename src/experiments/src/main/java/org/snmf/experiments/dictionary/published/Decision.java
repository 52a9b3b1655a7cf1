package org.snmf.experiments.dictionary.published;

import java.util.Locale;

/**
 * Something that the tensors do not tell and that had to be decided.
 *
 * @param what what was decided
 * @param value how
 * @param from where that came from
 */
public record Decision(String what, String value, Origin from) {
    /** Where a decision came from. */
    public enum Origin {
        /** The files, their configuration or their published names. */
        FILE,
        /** What is known of all dictionaries of this publisher. */
        REGISTRY,
        /** Neither: it may be wrong. */
        GUESS,
        /** The user. */
        GIVEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
