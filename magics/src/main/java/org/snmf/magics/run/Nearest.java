package org.snmf.magics.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person probably meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate with the fewest edits (a letter more, less or other, or two neighbours swapped) from {@code word},
     * if that is close enough to be meant: at most two edits, or a third of the word, or one is the other's beginning.
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(c -> isClose(wanted, c.toLowerCase(Locale.ROOT)))
                .min(Comparator.<String>comparingInt(c -> distance(wanted, c.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isClose(String a, String b) {
        int shorter = Math.min(strip(a).length(), strip(b).length());
        boolean beginning = shorter >= 3 && (a.startsWith(b) || b.startsWith(a));
        return beginning || (distance(a, b) <= Math.max(2, a.length() / 3) && distance(a, b) < shorter);
    }

    private static String strip(String option) {
        return option.replaceFirst("^-+", "");
    }

    /** Damerau's distance, neighbours swapped at most once. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
