package org.snmf.hierarchy.forest;

import org.snmf.errors.InputException;

/**
 * Which features of the level below become children of a parent. The parent's coefficients are its row of Y_i (the
 * paper's "column", which stores Y transposed); only positive coefficients count.
 *
 * @param share what a coefficient is measured against
 * @param threshold least share that makes an edge, in (0, 1]
 * @param maxChildren most children of one parent, the strongest first; at least 1
 * @param oneParent whether a child stays only under the parent with the largest coefficient for it, which makes the
 *     result a forest in the strict sense; otherwise a child may have several parents
 */
public record EdgeRule(Share share, double threshold, int maxChildren, boolean oneParent) {
    /** What a coefficient is divided by before it is compared with the threshold. */
    public enum Share {
        /** The sum of the parent's coefficients: the share of its mass that goes to this child. */
        OF_MASS,
        /** The largest of the parent's coefficients. */
        OF_MAXIMUM
    }

    /** @throws InputException if the threshold is not in (0, 1] or fewer than one child is allowed */
    public EdgeRule {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new InputException("edge threshold", "a share in (0, 1]", "" + threshold, "");
        }
        if (maxChildren < 1) {
            throw new InputException("most children of one parent", "at least 1", "" + maxChildren, "");
        }
    }

    /** The rule of the paper's Appendix G: at least 2.5 % of the parent's mass, any number of children. */
    public static EdgeRule appendixG() {
        return new EdgeRule(Share.OF_MASS, 0.025, Integer.MAX_VALUE, false);
    }

    /** The rule for trees that are looked at: at least 5 % of the parent's mass, at most 8 children. */
    public static EdgeRule readable() {
        return new EdgeRule(Share.OF_MASS, 0.05, 8, false);
    }

    /** This rule with at most {@code count} children. */
    public EdgeRule withMaxChildren(int count) {
        return new EdgeRule(share, threshold, count, oneParent);
    }

    /** This rule with or without the restriction to one parent. */
    public EdgeRule withOneParent(boolean one) {
        return new EdgeRule(share, threshold, maxChildren, one);
    }

    /** The rule as a sentence for legends and reports. */
    public String text() {
        String limit = maxChildren == Integer.MAX_VALUE ? "" : ", at most " + maxChildren + " children";
        String of = share == Share.OF_MASS ? "the parent's coefficient mass" : "the parent's largest coefficient";
        return "at least " + Math.round(threshold * 1000) / 10.0 + " % of " + of + limit
                + (oneParent ? ", each child under its strongest parent" : "");
    }
}
