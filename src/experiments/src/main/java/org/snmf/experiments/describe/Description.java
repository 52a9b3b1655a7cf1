package org.snmf.experiments.describe;

import java.util.List;

/**
 * What a feature was called, and why.
 *
 * @param label the name
 * @param kind how the name came about
 * @param coverage share of the contexts that bear the name out, in [0, 1]
 * @param evidence what the name rests on, most distinctive first; empty for mixed and dead features
 */
public record Description(String label, Kind kind, double coverage, List<Evidence> evidence) {
    /** How a name came about. */
    public enum Kind {
        /** The contexts have something in common, and it is the name. */
        NAMED,
        /** Nothing distinctive is common to enough contexts. */
        MIXED,
        /** There are no contexts: the feature is nowhere active. */
        DEAD
    }

    /**
     * A word that the contexts have in common.
     *
     * @param word the word
     * @param place where it stands, seen from the strong token
     * @param contexts number of contexts that have it there
     * @param elsewhere number of the other tokens of the data that have it there
     * @param distinctiveness G², the likelihood ratio of the two shares
     */
    public record Evidence(String word, Place place, int contexts, int elsewhere, double distinctiveness) {}

    /** Where a word stands, seen from the strong token. */
    public enum Place {
        /** It is, or holds, the strong token. */
        HERE,
        /** It follows the word of the strong token. */
        NEXT
    }

    public Description {
        evidence = List.copyOf(evidence);
    }

    static Description dead() {
        return new Description("dead", Kind.DEAD, 0, List.of());
    }
}
