package org.snmf.experiments.concepts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.experiments.describe.Words;
import org.snmf.factorize.Factorization;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.TokenTable;

/**
 * Finds for each of several concepts the feature that stands for it: by the word at the feature's strongest tokens, by the
 * word after them, or by the tokens that the feature promotes in the vocabulary. A feature is chosen for one concept at
 * most.
 */
public final class ConceptFeatures {
    /** Number of strongest tokens that are counted. */
    public static final int CONTEXTS = 10;

    /** Hits among {@link #CONTEXTS} from which a concept counts as having a feature of its own. */
    public static final int OWN = 8;

    /** What a feature is known by. */
    public enum By {
        /** The word at its strongest tokens: it reads the concept. */
        CURRENT_TOKEN,
        /** The label of the sentences at its strongest tokens: it reads what they are about. */
        LABEL,
        /** The word after its strongest tokens: it may write the concept. */
        NEXT_TOKEN,
        /** The concept's token in its vocabulary projection: it writes the concept. */
        PROJECTION,
        /** The sum of the last two, each scaled to 1 for the best feature of the concept. */
        NEXT_TOKEN_AND_PROJECTION,
        /**
         * The concept's token in its vocabulary projection, less the mean of the other concepts' tokens: it writes this
         * concept rather than another. What promotes all concepts alike is left to none of them.
         */
        CONTRAST;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A chosen feature.
     *
     * @param concept what it stands for
     * @param feature its index
     * @param score what it was chosen by: for {@link By#CURRENT_TOKEN}, {@link By#LABEL} and {@link By#NEXT_TOKEN} hits plus share of mass,
     *     for {@link By#PROJECTION} and {@link By#CONTRAST} in standard deviations of the vocabulary's scores
     * @param hits how many of its {@link #CONTEXTS} strongest tokens have the concept's word, at the token, after it, or as the label
     *     of the sentence
     */
    public record Choice(Concept concept, int feature, double score, int hits) {
        /** Whether the concept has a feature of its own: {@link #OWN} hits or more. */
        public boolean own() {
            return hits >= OWN;
        }
    }

    /**
     * Speaks of the vocabulary.
     *
     * @param projection from the layer of the features
     * @param tokens the token id of each concept, in the order of the concepts
     */
    public record Vocabulary(VocabularyProjection projection, int[] tokens) {}

    private final SparseColumns z;
    private final Coefficients y;
    private final String[] here;
    private final String[] next;
    private final String[] labels;
    private final TopContexts top;

    /**
     * @param z features Z (d_a × k)
     * @param y how strongly each contributes to each token (k × n)
     * @param tokens what the n columns are
     */
    public ConceptFeatures(SparseColumns z, Coefficients y, TokenTable tokens) {
        this.z = z;
        this.y = y;
        this.top = TopContexts.of(z, y, tokens).withDistinctSentences(false);
        this.here = new String[tokens.size()];
        this.next = new String[tokens.size()];
        this.labels = new String[tokens.size()];
        for (int t = 0; t < here.length; t++) {
            var token = tokens.token(t);
            here[t] = Words.here(tokens.sentence(token.sentence()), token);
            next[t] = Words.next(tokens.sentence(token.sentence()), token);
            labels[t] = tokens.sentence(token.sentence()).label();
        }
    }

    /** The features of a factorization of the activations of these tokens. */
    public static ConceptFeatures of(Factorization factorization, TokenTable tokens) {
        return new ConceptFeatures(factorization.features(), factorization.coefficients(), tokens);
    }

    /** The features whose strongest token is a word of one of the concepts, each with this many contexts, by their numbers. */
    public List<Feature> strongestAt(List<Concept> concepts, int contexts) {
        return top.withDistinctSentences(true).features(Math.max(1, contexts)).stream()
                .filter(f -> !f.dead() && !f.contexts().isEmpty())
                .filter(f -> concepts.stream()
                        .anyMatch(c -> c.names(here[f.contexts().get(0).column()])))
                .toList();
    }

    /** How many of the strongest tokens of feature r have a word of the concept, at the token or after it. */
    public int hits(int r, Concept concept, boolean after) {
        return hits(r, concept, after ? next : here);
    }

    private int hits(int r, Concept concept, String[] words) {
        int hits = 0;
        for (Context context : top.feature(r, CONTEXTS).contexts()) {
            hits += concept.names(words[context.column()]) ? 1 : 0;
        }
        return hits;
    }

    /**
     * For each feature the index of the concept whose words at least half of its strongest tokens have, or −1.
     *
     * @param after whether the word after the token counts instead of the word at it
     */
    public int[] classes(List<Concept> concepts, boolean after) {
        int[] classes = new int[y.features()];
        for (int r = 0; r < classes.length; r++) {
            classes[r] = -1;
            int most = (CONTEXTS + 1) / 2 - 1;
            for (int c = 0; c < concepts.size(); c++) {
                int hits = hits(r, concepts.get(c), after);
                if (hits > most) {
                    most = hits;
                    classes[r] = c;
                }
            }
        }
        return classes;
    }

    /**
     * Chooses features, the best pair of concept and feature first, each feature once; a concept for which no feature
     * scores above 0 is left out.
     *
     * @param vocabulary needed by {@link By#PROJECTION}, {@link By#NEXT_TOKEN_AND_PROJECTION} and {@link By#CONTRAST}
     * @return the choices in the order of the concepts
     */
    public List<Choice> choose(List<Concept> concepts, By by, Optional<Vocabulary> vocabulary) {
        Concept.requireDistinct(concepts);
        double[][] scores = scores(concepts, by, vocabulary);
        List<int[]> pairs = new ArrayList<>();
        for (int c = 0; c < concepts.size(); c++) {
            for (int r = 0; r < z.columns(); r++) {
                if (scores[c][r] > 0) {
                    pairs.add(new int[] {c, r});
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(p -> -scores[p[0]][p[1]]));
        String[] words = words(by);
        Set<Integer> used = new HashSet<>();
        Choice[] chosen = new Choice[concepts.size()];
        for (int[] pair : pairs) {
            if (chosen[pair[0]] == null && used.add(pair[1])) {
                Concept concept = concepts.get(pair[0]);
                chosen[pair[0]] = new Choice(concept, pair[1], scores[pair[0]][pair[1]], hits(pair[1], concept, words));
            }
        }
        return Arrays.stream(chosen).filter(Objects::nonNull).toList();
    }

    private double[][] scores(List<Concept> concepts, By by, Optional<Vocabulary> vocabulary) {
        return switch (by) {
            case CURRENT_TOKEN, LABEL, NEXT_TOKEN -> byWord(concepts, words(by));
            case PROJECTION -> byProjection(concepts, given(vocabulary));
            case NEXT_TOKEN_AND_PROJECTION -> {
                double[][] sum = byWord(concepts, next);
                double[][] projected = byProjection(concepts, given(vocabulary));
                for (int c = 0; c < sum.length; c++) {
                    addScaled(sum[c], projected[c]);
                }
                yield sum;
            }
            case CONTRAST -> contrast(byProjection(concepts, given(vocabulary)));
        };
    }

    /** Each score less the mean of the other concepts' scores for the same feature; 0 where the score is not positive. */
    private static double[][] contrast(double[][] scores) {
        double[][] contrast = new double[scores.length][scores[0].length];
        for (int r = 0; r < scores[0].length; r++) {
            double sum = 0;
            for (double[] concept : scores) {
                sum += concept[r];
            }
            for (int c = 0; c < scores.length; c++) {
                double others = (sum - scores[c][r]) / Math.max(1, scores.length - 1);
                contrast[c][r] = scores[c][r] > 0 ? scores[c][r] - others : 0;
            }
        }
        return contrast;
    }

    /** What hits are counted in: a text for each token. */
    private String[] words(By by) {
        return switch (by) {
            case CURRENT_TOKEN -> here;
            case LABEL -> labels;
            default -> next;
        };
    }

    private static Vocabulary given(Optional<Vocabulary> vocabulary) {
        return vocabulary.orElseThrow(() -> new InputException(
                "choice of features by projection", "the model that they come from", "none", "Load the model."));
    }

    /** Both scaled to a largest value of 1, added into the first. */
    private static void addScaled(double[] sum, double[] other) {
        double most = Math.max(1e-12, Arrays.stream(sum).max().orElse(1));
        double otherMost = Math.max(1e-12, Arrays.stream(other).max().orElse(1));
        for (int r = 0; r < sum.length; r++) {
            sum[r] = sum[r] / most + Math.max(0, other[r]) / otherMost;
        }
    }

    /** Hits among the strongest tokens, plus the share of the feature's coefficient mass at tokens with the word. */
    private double[][] byWord(List<Concept> concepts, String[] words) {
        double[][] scores = new double[concepts.size()][z.columns()];
        for (int r = 0; r < z.columns(); r++) {
            float[] row = y.feature(r);
            for (int c = 0; c < scores.length; c++) {
                scores[c][r] = hits(r, concepts.get(c), words) + share(row, words, concepts.get(c));
            }
        }
        return scores;
    }

    private static double share(float[] row, String[] words, Concept concept) {
        double all = 0;
        double own = 0;
        for (int t = 0; t < row.length; t++) {
            all += row[t];
            own += row[t] > 0 && concept.names(words[t]) ? row[t] : 0;
        }
        return all > 0 ? own / all : 0;
    }

    private double[][] byProjection(List<Concept> concepts, Vocabulary vocabulary) {
        double[][] scores = new double[concepts.size()][z.columns()];
        for (int r = 0; r < z.columns(); r++) {
            float[] all = vocabulary.projection().scores(z.column(r));
            double squares = 0;
            for (float score : all) {
                squares += (double) score * score;
            }
            double deviation = Math.sqrt(squares / all.length);
            for (int c = 0; c < scores.length && deviation > 0; c++) {
                scores[c][r] = all[vocabulary.tokens()[c]] / deviation;
            }
        }
        return scores;
    }
}
