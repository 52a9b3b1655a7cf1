package org.snmf.magics.command.examine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.steer.Aim;
import org.snmf.experiments.steer.Aims;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;

/**
 * What features are judged for: the label on the sheet, of the sign's own tokens where there is such a one, else of the
 * contexts, else the tokens that the sign promotes; with contexts and promoted tokens.
 */
final class SteeringTargets implements Aims {
    private static final int TOKENS = 10;
    private static final int CONTEXTS = 10;

    private final Map<Integer, String> labels;
    private final Map<Integer, String> promoted;
    private final Map<Integer, String> suppressed;
    private final VocabularyProjection projection;

    SteeringTargets(HeldFeatures held, LanguageModel model, int layer) {
        labels = held.sheet().texts("label");
        promoted = held.sheet().texts("label of promoted");
        suppressed = held.sheet().texts("label of suppressed");
        projection = VocabularyProjection.of(model, layer);
    }

    @Override
    public Aim of(Rival rival, int i) {
        int feature = rival.directions().source(i);
        float[] scores =
                projection.scoresOfResidual(rival.directions().steering(i).orElseThrow());
        List<String> texts = rival.activity().contexts(i, CONTEXTS);
        List<Target> targets = IntStream.of(1, -1)
                .mapToObj(sign -> {
                    List<String> tokens = projection.strongest(scores, TOKENS, sign).stream()
                            .map(ScoredToken::text)
                            .map(String::strip)
                            .toList();
                    String description = Optional.ofNullable((sign > 0 ? promoted : suppressed).get(feature))
                            .or(() -> Optional.ofNullable(labels.get(feature)))
                            .orElse(String.join(", ", tokens));
                    return new Target(description, texts, tokens);
                })
                .toList();
        return Aim.of(rival, i, targets);
    }
}
