package org.snmf.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snmf.matrix.Coefficients;
import org.snmf.store.TokenTable;

/**
 * The other way to read Y: not where a feature is strongest, but which features a token uses most. Features are ordered by
 * the length ‖z_r‖·Y[r, t] of what they add to the token's reconstruction, which does not change when a column of Z is scaled
 * and its row of Y by the inverse; equal ones by index.
 */
public final class TokenFeatures {
    /**
     * One feature at one token.
     *
     * @param feature r
     * @param coefficient Y[r, t], above 0
     * @param length ‖z_r‖·Y[r, t]
     */
    public record Use(int feature, float coefficient, double length) {}

    private static final Comparator<Use> STRONGEST_FIRST =
            Comparator.comparingDouble((Use use) -> -use.length()).thenComparingInt(Use::feature);

    private final Coefficients y;
    private final TokenTable tokens;
    private final SentenceIndex index;
    private final double[] lengths;

    /**
     * @param features the k features, whose lengths count
     * @param y their coefficients in new text, k × m
     * @param tokens what the m columns are
     * @throws IllegalArgumentException if the two disagree about k
     */
    public TokenFeatures(FeatureSet features, Coefficients y, TokenTable tokens) {
        if (features.size() != y.features()) {
            throw new IllegalArgumentException("expected " + features.size() + " rows, found " + y.features());
        }
        this.y = y;
        this.tokens = tokens;
        this.index = new SentenceIndex(tokens);
        this.lengths = new double[features.size()];
        for (int r = 0; r < lengths.length; r++) {
            lengths[r] = Math.sqrt(features.squaredLength(r));
        }
    }

    /** The columns of sentence s, ascending. */
    public int[] columns(int s) {
        return index.columns(s);
    }

    /** The features of token t with positive coefficients, strongest first, at most {@code count}. */
    public List<Use> strongest(int t, int count) {
        List<Use> uses = new ArrayList<>();
        float[] column = y.token(t);
        for (int r = 0; r < column.length; r++) {
            if (column[r] > 0) {
                uses.add(new Use(r, column[r], column[r] * lengths[r]));
            }
        }
        uses.sort(STRONGEST_FIRST);
        return List.copyOf(uses.subList(0, Math.min(count, uses.size())));
    }

    /**
     * The features of sentence s that are strongest at any of its tokens, strongest first: for each the context of the token
     * at which it is, with its strength at all others.
     *
     * @param count at most so many
     */
    public List<FeatureContext> strongestInSentence(int s, int count) {
        int[] columns = columns(s);
        Use[] best = new Use[lengths.length];
        int[] where = new int[lengths.length];
        for (int t : columns) {
            for (Use use : strongest(t, lengths.length)) {
                if (best[use.feature()] == null || use.length() > best[use.feature()].length()) {
                    best[use.feature()] = use;
                    where[use.feature()] = t;
                }
            }
        }
        List<Use> found = new ArrayList<>();
        for (Use use : best) {
            if (use != null) {
                found.add(use);
            }
        }
        found.sort(STRONGEST_FIRST);
        return found.stream()
                .limit(count)
                .map(use -> new FeatureContext(use, context(use.feature(), where[use.feature()], columns)))
                .toList();
    }

    /**
     * A feature where it is strongest in a sentence.
     *
     * @param use the feature at that token
     * @param context the token in its sentence
     */
    public record FeatureContext(Use use, Context context) {}

    private Context context(int r, int t, int[] columns) {
        List<TokenCoefficient> all = new ArrayList<>();
        for (int u : columns) {
            all.add(new TokenCoefficient(tokens.token(u), y.get(r, u)));
        }
        return new Context(t, tokens.token(t), tokens.sentence(tokens.token(t).sentence()), y.get(r, t), all);
    }
}
