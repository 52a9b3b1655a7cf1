package org.snmf.magics.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.experiments.intervene.FeatureEffect;
import org.snmf.experiments.intervene.FeatureEffects;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSet;
import org.snmf.features.FeatureSheet;
import org.snmf.features.Neighbours;
import org.snmf.features.TopContexts;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.session.HeldTree;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Site;
import org.snmf.views.display.Numbers;
import org.snmf.views.page.FeaturePage;

/**
 * Gathers what a {@link FeaturePage} shows, from features, their sheet, and, where they are held, the model and a tree.
 *
 * @param contexts how many of the strongest contexts
 * @param quantiles where in the middle contexts are taken
 * @param tokens how many promoted and suppressed tokens, and how many logits
 * @param strength what is added, in typical lengths of an activation
 * @param prompts texts to continue without and with a feature; none for no texts
 * @param newTokens length of the continuations
 */
public record FeaturePages(
        int contexts, List<Double> quantiles, int tokens, double strength, List<String> prompts, int newTokens) {
    private static final int NEURONS = 12;
    private static final int NEAREST = 6;
    private static final long SEED = 0;

    /**
     * The pages of these features, in their order; when a stop is requested those that were finished.
     *
     * @param model that adds them to its residual stream, where one is held
     */
    public List<FeaturePage> of(Call call, HeldFeatures held, Optional<LanguageModel> model, int[] features) {
        FeatureSet set = held.features();
        TopContexts top = TopContexts.of(set, FeatureTables.tokens(held), call.progress());
        Optional<Effects> effects = model.map(m -> effects(call, held, m, features));
        Neighbours neighbours = Neighbours.of(set);
        boolean ofNeurons =
                held.origin().map(o -> o.site().equals(Site.MLP_ACT.key())).orElse(true);
        Optional<Places> places = call.session()
                .heldTree()
                .filter(t -> ofNeurons && t.hierarchy().neurons() == set.width())
                .map(Places::new);
        List<FeaturePage> pages = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            if (call.progress().stopRequested() && !pages.isEmpty()) {
                break;
            }
            int r = features[i];
            int at = i;
            Feature feature = top.feature(r, contexts);
            Optional<FeatureTables.Tokens> promoted = effects.map(e -> e.promoted(at, feature.dead(), tokens));
            pages.add(new FeaturePage(
                    FeatureTables.title("", held).replaceFirst("^ of ", ""),
                    feature,
                    top.at(r, quantiles.stream().mapToDouble(q -> q).toArray()),
                    FeaturePage.Coefficients.of(set.coefficients().feature(r)),
                    known(held.sheet(), r),
                    promoted.map(FeatureTables.Tokens::promoted).orElse(List.of()),
                    promoted.map(FeatureTables.Tokens::suppressed).orElse(List.of()),
                    effects.flatMap(e -> e.of(r)),
                    ofNeurons ? neurons(set.direction(r)) : List.of(),
                    neighbours.nearest(r, NEAREST).stream()
                            .map(n -> new FeaturePage.Near(n, name(held.sheet(), top, n.feature())))
                            .toList(),
                    places.filter(p -> !feature.dead()).map(p -> p.of(set.direction(r)))));
        }
        return pages;
    }

    private static String name(FeatureSheet sheet, TopContexts top, int r) {
        String label = sheet.texts("label").get(r);
        return label == null ? FeaturePage.strongestTokens(top.feature(r, 8)) : label;
    }

    private static List<FeaturePage.Known> known(FeatureSheet sheet, int r) {
        List<FeaturePage.Known> known = new ArrayList<>();
        for (FeatureSheet.Column column : sheet.columns()) {
            Object value = column.values().get(r);
            if (value != null) {
                String shown = value instanceof Number n ? Numbers.shortly(n.doubleValue()) : value.toString();
                known.add(new FeaturePage.Known(column.name(), shown, column.by()));
            } else if (column.without().containsKey(r)) {
                String reason = "none: " + column.without().get(r);
                known.add(new FeaturePage.Known(column.name(), reason, column.by()));
            }
        }
        return known;
    }

    private static List<FeaturePage.Neuron> neurons(float[] z) {
        return IntStream.range(0, z.length)
                .filter(j -> z[j] != 0)
                .mapToObj(j -> new FeaturePage.Neuron(j, z[j]))
                .sorted(Comparator.comparingDouble(n -> -Math.abs(n.weight())))
                .limit(NEURONS)
                .toList();
    }

    private Effects effects(Call call, HeldFeatures held, LanguageModel model, int[] features) {
        String modelName = call.session().modelName();
        ConceptDirections directions = held.directions(model, modelName, features);
        int layer = directions.space().layer();
        VocabularyProjection projection = VocabularyProjection.of(model, layer);
        if (held.typicalLength().isEmpty() || !model.hasTokenizer()) {
            return new Effects(projection, directions, Map.of(), "");
        }
        Amplification amplification = held.amplification(model, modelName, strength);
        GenerationOptions options =
                GenerationOptions.sampled(newTokens, 1, SEED).withTopP(0.9);
        Map<Integer, FeatureEffect> found = new HashMap<>();
        new FeatureEffects(model, amplification, prompts, options, tokens)
                .of(directions, call.progress())
                .forEach(effect -> found.put(effect.feature(), effect));
        String how = "change in the mean over neutral prompts, the feature added to layer " + layer + " with "
                + Numbers.shortly(strength) + " typical length" + (strength == 1 ? "" : "s") + " of an activation ("
                + String.format(Locale.ROOT, "%.3g", amplification.length()) + ")"
                + (prompts.isEmpty() ? "" : "; texts are drawn with top-p 0.9, seed " + SEED);
        return new Effects(projection, directions, found, how);
    }

    private record Effects(
            VocabularyProjection projection,
            ConceptDirections directions,
            Map<Integer, FeatureEffect> found,
            String how) {
        FeatureTables.Tokens promoted(int i, boolean dead, int count) {
            return FeatureTables.promoted(projection, directions, i, dead, count);
        }

        Optional<FeaturePage.Effect> of(int r) {
            return Optional.ofNullable(found.get(r)).map(effect -> new FeaturePage.Effect(effect, how));
        }
    }

    /** Finds a feature in a tree: its node where the tree was built on the same Z, or else the nearest node of the finest level. */
    private static final class Places {
        private static final int BELOW = 8;
        private static final double SAME = 1 - 1e-6;

        private final FeatureForest forest;
        private final SparseColumns finest;
        private final Neighbours neighbours;

        Places(HeldTree tree) {
            forest = tree.forest();
            finest = tree.hierarchy().level(0).features();
            neighbours = Neighbours.of(finest);
        }

        FeaturePage.TreePlace of(float[] z) {
            var nearest = neighbours.nearest(z, 1);
            if (nearest.isEmpty()) {
                return new FeaturePage.TreePlace("no node is near", List.of(), List.of());
            }
            ForestNode node = forest.node(0, nearest.get(0).feature());
            boolean same = Arrays.equals(finest.column(node.feature()), z)
                    || nearest.get(0).cosine() > SAME;
            String how = same
                    ? "it is the node " + node.id()
                    : "of another fit; the nearest node of its finest level is " + node.id() + ", cosine "
                            + Numbers.signed(nearest.get(0).cosine());
            List<String> above = new ArrayList<>();
            ForestNode at = node;
            above.add(text(at));
            while (!at.parents().isEmpty()) {
                at = forest.strongestParent(at);
                above.add(0, text(at));
            }
            List<String> siblings = forest.parents(node).isEmpty()
                    ? List.of()
                    : forest.children(forest.strongestParent(node)).stream()
                            .filter(n -> n.feature() != node.feature())
                            .limit(BELOW)
                            .map(Places::text)
                            .toList();
            return new FeaturePage.TreePlace(how, above, siblings);
        }

        private static String text(ForestNode node) {
            return node.id() + " " + node.title();
        }
    }
}
