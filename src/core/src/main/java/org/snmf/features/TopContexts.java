package org.snmf.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.TokenTable;

/**
 * Finds where each feature is strongest: the tokens with the largest coefficients of row r of Y, shown in their
 * sentences (paper, section 3: a feature is read from the contexts that activate it most). Immutable; reads Z and Y and
 * changes neither.
 *
 * <p>Unless told otherwise each text is shown once per feature, at its strongest token, because ten contexts of one
 * sentence teach less than ten sentences. Equal coefficients are ordered by column.
 */
public final class TopContexts {
    private final FeatureSet features;
    private final TokenTable tokens;
    private final SentenceIndex index;
    private final double[] shares;
    private final double[] content;
    private final boolean distinctSentences;

    private TopContexts(
            FeatureSet features,
            TokenTable tokens,
            SentenceIndex index,
            double[] shares,
            double[] content,
            boolean distinctSentences) {
        this.features = features;
        this.tokens = tokens;
        this.index = index;
        this.shares = shares;
        this.content = content;
        this.distinctSentences = distinctSentences;
    }

    /**
     * Reads a factorization of the activations of these tokens.
     *
     * @throws InputException as {@link #of(FeatureSet, TokenTable, Progress)}
     */
    public static TopContexts of(Factorization factorization, TokenTable tokens) {
        return of(FeatureSet.of(factorization), tokens, Progress.NONE);
    }

    /**
     * Reads the parts of a factorization; at a higher level of a hierarchy Y is the product of the coefficient matrices
     * down to the tokens.
     *
     * @param z features Z, d_a × k
     * @param y coefficients Y, k × n
     * @param tokens what the n columns are
     * @throws InputException if the three disagree about k or n, or Z or Y hold a value that is not finite
     */
    public static TopContexts of(SparseColumns z, Coefficients y, TokenTable tokens) {
        return of(FeatureSet.of(z, y), tokens, Progress.NONE);
    }

    /**
     * Reads features of whatever source: all their coefficients, since shares are shares of the whole.
     *
     * @param tokens what the n columns of their coefficients are
     * @throws InputException if there are not as many tokens, a direction or coefficient is not finite, or a stop is
     *     requested before all were read
     */
    public static TopContexts of(FeatureSet features, TokenTable tokens, Progress progress) {
        Coefficients y = features.coefficients();
        if (y.tokens() != tokens.size()) {
            throw new InputException(
                    "token table",
                    "one row for each of the " + y.tokens() + " columns of Y",
                    tokens.size() + " rows",
                    "Take the token table that was captured together with the factorized activations.");
        }
        double[] shares = ReconstructionShares.of(features, progress);
        double[] content = ContentShares.of(shares, y, tokens, progress);
        return new TopContexts(features, tokens, new SentenceIndex(tokens), shares, content, true);
    }

    /** The same, showing each text at most once per feature (true, the start) or every strong token (false). */
    public TopContexts withDistinctSentences(boolean distinct) {
        return new TopContexts(features, tokens, index, shares, content, distinct);
    }

    /** Number of features, k. */
    public int rank() {
        return shares.length;
    }

    /**
     * Feature r with at most {@code count} contexts.
     *
     * @throws InputException if r is not in [0, k) or count is negative
     */
    public Feature feature(int r, int count) {
        requireFeature(r);
        requireCount(count);
        List<Context> contexts = new ArrayList<>(count);
        // A feature whose column of Z is zero explains nothing, wherever its coefficients happen to be large.
        if (shares[r] > 0 && count > 0) {
            float[] row = features.coefficients().feature(r);
            for (int t : strongest(row, count)) {
                contexts.add(context(row, t));
            }
        }
        return new Feature(r, features.supportSize(r), shares[r], content[r], contexts);
    }

    /**
     * All features that are to be read, in the order of their numbers, each with at most {@code count} contexts; when a stop
     * is requested those that were finished.
     *
     * @throws InputException if count is negative
     */
    public List<Feature> features(int count, Progress progress) {
        requireCount(count);
        int[] chosen = features.chosen();
        List<Feature> read = new ArrayList<>(chosen.length);
        for (int i = 0; i < chosen.length && !progress.stopRequested(); i++) {
            read.add(feature(chosen[i], count));
            progress.report(new Step("read features", i + 1, chosen.length, "features", ""));
        }
        return read;
    }

    /** {@link #features(int, Progress)} without a report. */
    public List<Feature> features(int count) {
        return features(count, Progress.NONE);
    }

    /**
     * The contexts of feature r at these quantiles of its positive coefficients, in the order of the quantiles; where two
     * fall on the same token, it is given once. None for a dead feature.
     *
     * @param quantiles in [0, 1]: 0.5 is the median of the tokens at which the feature is used at all
     * @throws InputException if r is not in [0, k) or a quantile not in [0, 1]
     */
    public List<Context> at(int r, double... quantiles) {
        requireFeature(r);
        float[] row = features.coefficients().feature(r);
        List<Integer> used = new ArrayList<>();
        for (int t = 0; t < row.length && shares[r] > 0; t++) {
            if (row[t] > 0) {
                used.add(t);
            }
        }
        used.sort(Comparator.comparingDouble((Integer t) -> row[t]).thenComparing(Comparator.naturalOrder()));
        Set<Integer> chosen = new LinkedHashSet<>();
        for (double quantile : quantiles) {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw new InputException("quantile", "a number in [0, 1]", quantile + "", "");
            }
            if (!used.isEmpty()) {
                chosen.add(used.get((int) Math.round(quantile * (used.size() - 1))));
            }
        }
        return chosen.stream().map(t -> context(row, t)).toList();
    }

    private void requireFeature(int r) {
        if (r < 0 || r >= rank()) {
            throw new InputException("feature " + r, "a feature in [0, " + rank() + ")", r + "", "");
        }
    }

    private static void requireCount(int count) {
        if (count < 0) {
            throw new InputException("number of contexts", "0 or more", count + "", "");
        }
    }

    private Context context(float[] row, int t) {
        int sentence = tokens.token(t).sentence();
        List<TokenCoefficient> all = Arrays.stream(index.columns(sentence))
                .mapToObj(u -> new TokenCoefficient(tokens.token(u), row[u]))
                .toList();
        return new Context(t, tokens.token(t), tokens.sentence(sentence), row[t], all);
    }

    /** The columns with the largest positive values of a row, strongest first. */
    private List<Integer> strongest(float[] row, int count) {
        Comparator<Integer> strongestFirst =
                Comparator.comparingDouble((Integer t) -> -row[t]).thenComparing(Comparator.naturalOrder());
        PriorityQueue<Integer> kept = new PriorityQueue<>(strongestFirst.reversed());
        int[] candidates = distinctSentences ? bestOfEachText(row) : columns(row.length);
        for (int t : candidates) {
            if (t < 0 || row[t] <= 0) {
                continue;
            }
            if (kept.size() < count) {
                kept.add(t);
            } else if (strongestFirst.compare(t, Objects.requireNonNull(kept.peek())) < 0) {
                kept.poll();
                kept.add(t);
            }
        }
        List<Integer> ordered = new ArrayList<>(kept);
        ordered.sort(strongestFirst);
        return ordered;
    }

    /** For each text the column of its largest coefficient, the first of equals; −1 for a text without tokens. */
    private int[] bestOfEachText(float[] row) {
        int[] best = new int[index.texts()];
        Arrays.fill(best, -1);
        for (int t = 0; t < row.length; t++) {
            int text = index.text(t);
            if (best[text] < 0 || row[t] > row[best[text]]) {
                best[text] = t;
            }
        }
        return best;
    }

    private static int[] columns(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, t -> t);
        return all;
    }
}
