package org.snmf.experiments.describe;

import java.util.List;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;

/**
 * One side of a feature, to be described on its own.
 *
 * @param feature r, the feature's index
 * @param side which side
 * @param contexts where the feature is strong, strongest first; empty but for {@link Side#CONTEXTS}
 * @param tokens whole tokens of the vocabulary that its direction moves, most moved first, with their scores; empty for
 *     {@link Side#CONTEXTS}
 */
public record Subject(int feature, Side side, List<Context> contexts, List<ScoredToken> tokens) {
    /** A side of a feature. */
    public enum Side {
        /** Input-centric: the places where Y is large. */
        CONTEXTS,
        /** Output-centric: what +f promotes. */
        PROMOTED,
        /** Output-centric: what −f promotes, which +f suppresses. */
        SUPPRESSED
    }

    public Subject {
        contexts = List.copyOf(contexts);
        tokens = List.copyOf(tokens);
    }

    /** The input-centric side. */
    public static Subject ofContexts(Feature feature) {
        return new Subject(feature.index(), Side.CONTEXTS, feature.contexts(), List.of());
    }

    /** What +f promotes, as {@link org.snmf.models.network.VocabularyProjection#promoted} finds it. */
    public static Subject ofPromoted(int feature, List<ScoredToken> promoted) {
        return new Subject(feature, Side.PROMOTED, List.of(), promoted);
    }

    /** What +f suppresses, as {@link org.snmf.models.network.VocabularyProjection#suppressed} finds it. */
    public static Subject ofSuppressed(int feature, List<ScoredToken> suppressed) {
        return new Subject(feature, Side.SUPPRESSED, List.of(), suppressed);
    }

    /** Whether there is nothing to read: the feature is dead. */
    public boolean dead() {
        return contexts.isEmpty() && tokens.isEmpty();
    }
}
