package org.snmf.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snmf.errors.InputException;
import org.snmf.factorize.SnmfOptions;

/**
 * What a recursive factorization is asked for.
 *
 * @param levels the options of each level, finest first; ranks strictly descend
 * @param scale how long the features are that the next level factorizes
 */
public record RecursiveOptions(List<SnmfOptions> levels, Scale scale) {
    /** The length of the features between two levels. The product Z_i Y_i is the same with either. */
    public enum Scale {
        /**
         * As the fit leaves them: rows of Y have unit length and a feature is as long as it is frequent and strong. As in
         * the paper.
         */
        AS_FITTED,
        /**
         * Features have unit length and rows of Y carry the strength, so that a rare feature counts as much as any. Finds
         * more planted edges, and more false ones.
         */
        UNIT;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws InputException if there is no level, or ranks do not descend */
    public RecursiveOptions {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new InputException("levels", "the rank of at least one level", "none", "");
        }
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).rank() >= levels.get(i - 1).rank()) {
                throw new InputException(
                        "rank of level " + i,
                        "less than the " + levels.get(i - 1).rank() + " features of the level below",
                        "" + levels.get(i).rank(),
                        "Give ranks that descend, such as 400,200,100,50.");
            }
        }
    }

    /** The same options at each level but for the rank: {@code of(options, 400, 200, 100, 50)} as in the paper. */
    public static RecursiveOptions of(SnmfOptions options, int... ranks) {
        List<SnmfOptions> levels = new ArrayList<>();
        for (int rank : ranks) {
            levels.add(options.withRank(rank));
        }
        return new RecursiveOptions(levels, Scale.AS_FITTED);
    }

    /** These options with the other scale. */
    public RecursiveOptions withScale(Scale other) {
        return new RecursiveOptions(levels, other);
    }
}
