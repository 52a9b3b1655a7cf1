package org.snmf.experiments.describe;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What stands at each token of the data, in one place and one form, with its counts. */
final class WordCounts {
    private final String[] units;
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param words a word for each token; empty where there is none, which counts as no unit */
    WordCounts(String[] words, UnaryOperator<String> form) {
        units = new String[words.length];
        for (int t = 0; t < words.length; t++) {
            units[t] = form.apply(words[t]);
            if (!units[t].isEmpty()) {
                counts.merge(units[t], 1, Integer::sum);
            }
        }
    }

    /** The unit at token t; empty where there is none. */
    String unit(int t) {
        return units[t];
    }

    /** Number of the n tokens with this unit. */
    int count(String unit) {
        return counts.getOrDefault(unit, 0);
    }

    /**
     * G² of the 2 × 2 table "has the unit or not" × "is one of the m contexts or not" (Dunning 1993), and 0 where the
     * unit is not more frequent in the contexts than elsewhere. Cells of zero add nothing, so no smoothing is needed.
     */
    double distinctiveness(String unit, int inContexts, int contexts) {
        double n = units.length;
        double elsewhere = count(unit) - (double) inContexts;
        if (inContexts * (n - contexts) <= elsewhere * contexts) {
            return 0;
        }
        double all = count(unit);
        return 2
                * (cell(inContexts, contexts * all / n)
                        + cell(contexts - inContexts, contexts * (n - all) / n)
                        + cell(elsewhere, (n - contexts) * all / n)
                        + cell(n - contexts - elsewhere, (n - contexts) * (n - all) / n));
    }

    private static double cell(double observed, double expected) {
        return observed == 0 ? 0 : observed * Math.log(observed / expected);
    }
}
