package org.snmf.views.page;

import java.util.List;
import java.util.Optional;
import org.snmf.experiments.intervene.FeatureEffect;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.Neighbour;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;

/**
 * Everything about one feature: what it is called and by whom, where it is strong and where it is middling, what it says in
 * the vocabulary and what it causes, the neurons that it is made of, and what stands near it. Immutable.
 *
 * @param of what the feature is of, such as "layer 0, mlp_act, k = 100"
 * @param feature with its strongest contexts
 * @param middle contexts at middle quantiles of its positive coefficients, as those of {@link #QUANTILES}, strongest first
 * @param coefficients all its coefficients
 * @param known labels and scores with who gave them, in the order to show
 * @param promoted tokens that it promotes, strongest first; empty where no model is held
 * @param suppressed tokens that it suppresses, strongest first
 * @param effect what adding it does, where that was tried
 * @param neurons its neurons, largest weight first; none for a direction that is not one of neurons
 * @param nearest the features nearest to it
 * @param place where it stands in a tree, if there is one
 */
public record FeaturePage(
        String of,
        Feature feature,
        List<Context> middle,
        Coefficients coefficients,
        List<Known> known,
        List<ScoredToken> promoted,
        List<ScoredToken> suppressed,
        Optional<Effect> effect,
        List<Neuron> neurons,
        List<Near> nearest,
        Optional<TreePlace> place)
        implements Displayable {
    /** Where in the middle contexts are taken: shares of the tokens at which the feature is used, the strongest at 1. */
    public static final List<Double> QUANTILES = List.of(0.95, 0.9, 0.75, 0.6, 0.5, 0.4, 0.25, 0.1);

    public FeaturePage {
        middle = List.copyOf(middle);
        known = List.copyOf(known);
        promoted = List.copyOf(promoted);
        suppressed = List.copyOf(suppressed);
        neurons = List.copyOf(neurons);
        nearest = List.copyOf(nearest);
    }

    /** How the coefficients of one feature are spread. */
    public static final class Coefficients {
        final CoefficientBins bins;

        private Coefficients(CoefficientBins bins) {
            this.bins = bins;
        }

        /** Of row r of Y, which is not kept. */
        public static Coefficients of(float[] row) {
            return new Coefficients(CoefficientBins.of(row));
        }
    }

    /**
     * One thing that is known.
     *
     * @param name what it is, such as {@code stability}
     * @param value as it is shown, or why there is none
     * @param by who or what gave it
     */
    public record Known(String name, String value, String by) {}

    /**
     * What adding the feature does.
     *
     * @param effect the changes
     * @param how the strength and the prompts, in words
     */
    public record Effect(FeatureEffect effect, String how) {}

    /**
     * One neuron of the feature.
     *
     * @param neuron its index
     * @param weight entry of Z
     */
    public record Neuron(int neuron, float weight) {}

    /**
     * A near feature.
     *
     * @param neighbour which, and how near
     * @param name its label or strongest tokens
     */
    public record Near(Neighbour neighbour, String name) {}

    /**
     * Where the feature stands in a tree of concepts.
     *
     * @param how whether this very feature is a node, or which node is nearest
     * @param above the chain of strongest parents, the root first, each with its level
     * @param beside the other children of its strongest parent, strongest first
     */
    public record TreePlace(String how, List<String> above, List<String> beside) {
        public TreePlace {
            above = List.copyOf(above);
            beside = List.copyOf(beside);
        }
    }

    /** The label if there is one, or else the distinct tokens of the strongest contexts. */
    public String name() {
        return known.stream()
                .filter(k -> k.name().equals("label"))
                .map(Known::value)
                .findFirst()
                .orElseGet(() -> strongestTokens(feature));
    }

    /** The distinct tokens of a feature's strongest contexts, at most four. */
    public static String strongestTokens(Feature feature) {
        return feature.dead()
                ? "dead"
                : String.join(
                        " ",
                        feature.contexts().stream()
                                .map(c -> c.token().text().strip())
                                .distinct()
                                .limit(4)
                                .toList());
    }

    /** The page to look at. */
    @Override
    public Display display() {
        return Display.of(PageHtml.alone(this), new PageText(this).build());
    }
}
