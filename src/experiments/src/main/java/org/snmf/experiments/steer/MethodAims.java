package org.snmf.experiments.steer;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.rivals.Rival;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;

/**
 * Says of every method's directions alike what they are judged for (paper, section 5.1; Gur-Arieh et al. 2025): by what makes
 * them strong, or by what they promote.
 */
public final class MethodAims implements Aims {
    private static final int CONTEXTS = 10;
    private static final int TOKENS = 10;

    /** Where descriptions come from. */
    public enum Source {
        /** The label and the text of the strongest sentences, for both signs; where there is no label, as {@link #TOKENS}. */
        CONTEXTS,
        /** The ten tokens that each sign promotes most. */
        TOKENS;

        /** The paper's choice: contexts in early layers, tokens in later ones. */
        public static Source usual(ModelConfig config, int layer) {
            return 2 * layer < config.layers() ? CONTEXTS : TOKENS;
        }
    }

    private final VocabularyProjection projection;
    private final Source source;

    /** Directions of a layer; the model stays open. */
    public MethodAims(LanguageModel model, int layer, Source source) {
        this.projection = VocabularyProjection.of(model, layer);
        this.source = source;
    }

    @Override
    public Aim of(Rival rival, int i) {
        Optional<String> label = rival.labels().get(i).label();
        if (source == Source.CONTEXTS && label.isPresent()) {
            Target target = new Target(label.get(), rival.activity().contexts(i, CONTEXTS), List.of());
            return Aim.of(rival, i, List.of(target, target));
        }
        return Aim.of(rival, i, promoted(rival.directions().steering(i).orElseThrow()));
    }

    /** What each sign of f promotes, as targets of their own. */
    private List<Target> promoted(float[] f) {
        float[] scores = projection.scoresOfResidual(f);
        return IntStream.of(1, -1)
                .mapToObj(sign -> projection.strongest(scores, TOKENS, sign).stream()
                        .map(ScoredToken::text)
                        .map(String::strip)
                        .toList())
                .map(tokens -> new Target(String.join(", ", tokens), List.of(), tokens))
                .toList();
    }
}
