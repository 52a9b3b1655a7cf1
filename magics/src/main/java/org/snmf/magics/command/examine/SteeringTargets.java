package org.snmf.magics.command.examine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.judge.Target;
import org.snmf.features.TopContexts;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;

/**
 * What features are judged for: the label on the sheet, of the sign's own tokens where there is such a one, else of the
 * contexts, else the tokens that the sign promotes; with contexts and promoted tokens.
 */
final class SteeringTargets {
    private static final int TOKENS = 10;
    private static final int CONTEXTS = 10;

    private final Map<Integer, String> labels;
    private final Map<Integer, String> promoted;
    private final Map<Integer, String> suppressed;
    private final Optional<TopContexts> contexts;
    private final VocabularyProjection projection;

    SteeringTargets(HeldFeatures held, LanguageModel model, int layer) {
        labels = held.sheet().texts("label");
        promoted = held.sheet().texts("label of promoted");
        suppressed = held.sheet().texts("label of suppressed");
        contexts = held.tokens().map(tokens -> TopContexts.of(held.features(), tokens));
        projection = VocabularyProjection.of(model, layer);
    }

    /** Targets of sign 1 and of sign −1. */
    List<Target> of(int feature, float[] f) {
        float[] scores = projection.scoresOfResidual(f);
        List<String> texts = contexts.map(top -> top.feature(feature, CONTEXTS).contexts().stream()
                        .map(context -> context.sentence().text())
                        .distinct()
                        .toList())
                .orElse(List.of());
        return IntStream.of(1, -1)
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
    }

    /** A target of which only the name is known. */
    Target named(String name) {
        return new Target(name, List.of(), List.of());
    }
}
