package org.snmf.experiments.intervene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.place.Intervention;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * What happens to the logits after neutral prompts, and to texts, when a feature is added: its direction, scaled to the length
 * of an {@link Amplification}, at every position.
 */
public final class FeatureEffects {
    private static final int ROWS = 32;

    private final LanguageModel model;
    private final Amplification amplification;
    private final LogitChange change;
    private final List<String> prompts;
    private final List<int[]> ids;
    private final GenerationOptions options;
    private final int tokens;
    private @Nullable List<String> without;

    /**
     * Runs the neutral prompts once without a feature.
     *
     * @param prompts texts to continue; none to look at logits alone
     * @param options how they are continued; every row of a prompt draws with the same seed
     * @param tokens how many raised and lowered tokens to give
     */
    public FeatureEffects(
            LanguageModel model,
            Amplification amplification,
            List<String> prompts,
            GenerationOptions options,
            int tokens) {
        this.model = model;
        this.amplification = amplification;
        this.change = new LogitChange(model, NeutralPrompts.ids(model.tokenizer()));
        this.prompts = List.copyOf(prompts);
        this.ids = prompts.stream()
                .map(text -> model.tokenizer().encodePrompt(text).ids())
                .toList();
        this.options = options;
        this.tokens = tokens;
    }

    /**
     * The effects of directions, by the numbers of their sources, in their order; when a stop is requested those that were
     * finished. A dead one changes nothing.
     *
     * @param directions as wide as the place of the amplification
     */
    public List<FeatureEffect> of(ConceptDirections directions, Progress progress) {
        List<FeatureEffect> effects = new ArrayList<>();
        int atOnce = Math.max(1, ROWS / Math.max(1, prompts.size()));
        int all = directions.size();
        for (int from = 0; from < all && !progress.stopRequested(); from += atOnce) {
            effects.addAll(part(directions, from, Math.min(all, from + atOnce)));
            progress.report(new Step("add features", effects.size(), all, "features", ""));
        }
        return effects;
    }

    private List<FeatureEffect> part(ConceptDirections directions, int from, int to) {
        List<List<Intervention>> added = IntStream.range(from, to)
                .mapToObj(i -> amplification.along(directions.detection(i)))
                .toList();
        List<double[]> changes = change.meansUnder(added);
        List<String> continued = continued(added);
        List<String> base = Objects.requireNonNullElse(without, List.of());
        List<FeatureEffect> effects = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            List<FeatureEffect.Pair> texts = new ArrayList<>();
            for (int p = 0; p < prompts.size(); p++) {
                String with = continued.get(i * prompts.size() + p);
                texts.add(new FeatureEffect.Pair(prompts.get(p), base.get(p), with));
            }
            double[] logits = changes.get(i);
            effects.add(new FeatureEffect(directions.source(from + i), most(logits, 1), most(logits, -1), texts));
        }
        return effects;
    }

    private List<String> continued(List<List<Intervention>> added) {
        if (prompts.isEmpty()) {
            return List.of();
        }
        if (without == null) {
            without = generate(ids, List.of());
        }
        List<int[]> rows = new ArrayList<>();
        List<List<Intervention>> perRow = new ArrayList<>();
        for (List<Intervention> one : added) {
            rows.addAll(ids);
            perRow.addAll(Collections.nCopies(ids.size(), one));
        }
        return generate(rows, perRow);
    }

    private List<String> generate(List<int[]> rows, List<List<Intervention>> perRow) {
        long[] seeds = IntStream.range(0, rows.size())
                .mapToLong(i -> options.seed() + i % ids.size())
                .toArray();
        return Generation.generate(model, rows, perRow, options, seeds, Generation.Listener.NONE, Progress.NONE)
                .stream()
                .map(model.tokenizer()::spelled)
                .toList();
    }

    /** The tokens with the largest changes of a sign; those that do not change are not among them. */
    private List<ScoredToken> most(double[] changes, int sign) {
        PriorityQueue<Integer> kept =
                new PriorityQueue<>((a, b) -> Double.compare(sign * changes[a], sign * changes[b]));
        for (int id = 0; id < changes.length; id++) {
            if (sign * changes[id] > 0) {
                kept.add(id);
                if (kept.size() > tokens) {
                    kept.remove();
                }
            }
        }
        List<Integer> sorted = new ArrayList<>(kept);
        sorted.sort((a, b) -> Double.compare(sign * changes[b], sign * changes[a]));
        return sorted.stream()
                .map(id -> new ScoredToken(id, text(id), (float) changes[id]))
                .toList();
    }

    private String text(int id) {
        return id < model.tokenizer().vocabularySize() ? model.tokenizer().text(id) : "<" + id + ">";
    }
}
