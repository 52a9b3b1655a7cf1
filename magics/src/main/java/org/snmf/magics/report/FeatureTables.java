package org.snmf.magics.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;

/** What several verbs do with features. */
public final class FeatureTables {
    private FeatureTables() {}

    /** The tokens in which features were found. */
    public static TokenTable tokens(HeldFeatures held) {
        return held.tokens()
                .orElseThrow(() -> new InputException(
                        "features",
                        "a token table for the columns of Y",
                        "a factorization of a matrix without one",
                        "Give the activations that were factorized with --input FOLDER."));
    }

    /**
     * The features with everything that the sheet knows of them and, where sentences have labels, the label that most of a
     * feature's contexts have and the share of them that has it.
     */
    public static FeatureTable of(List<Feature> features, HeldFeatures held) {
        FeatureTable table = FeatureTable.of(features).withTitle(title("Features", held));
        for (FeatureSheet.Column column : held.sheet().columns()) {
            table = table.withColumn(column.name(), column.values());
        }
        Map<Integer, String> labels = new TreeMap<>();
        Map<Integer, Double> purity = new TreeMap<>();
        for (Feature f : features) {
            f.dataLabel().ifPresent(label -> {
                long most = Math.round(f.purity() * f.contexts().size());
                labels.put(
                        f.index(), label + ", " + most + " of " + f.contexts().size());
                purity.put(f.index(), f.purity());
            });
        }
        return labels.isEmpty() ? table : table.withColumn("data label", labels).withColumn("purity", purity);
    }

    /** A title that says which features these are. */
    public static String title(String what, HeldFeatures held) {
        return title(what, held.place(), held.extent());
    }

    public static String title(String what, Optional<StoredSite> place, String extent) {
        String where =
                place.map(p -> "layer " + p.layer() + ", " + p.site() + ", ").orElse("");
        return what + " of " + where + extent;
    }

    /**
     * What a direction that is added to the residual stream promotes and suppresses.
     *
     * @param promoted strongest first; empty for a dead feature
     * @param suppressed strongest first
     */
    public record Tokens(List<ScoredToken> promoted, List<ScoredToken> suppressed) {}

    /** The tokens of features, by their numbers; {@link HeldFeatures#writesToStream} must hold. */
    public static Map<Integer, Tokens> promoted(
            LanguageModel model, String modelName, HeldFeatures held, List<Feature> features, int count) {
        int[] wanted = features.stream().mapToInt(Feature::index).toArray();
        ConceptDirections directions = held.directions(model, modelName, wanted);
        VocabularyProjection projection =
                VocabularyProjection.of(model, directions.space().layer());
        Map<Integer, Tokens> all = new TreeMap<>();
        for (int i = 0; i < wanted.length; i++) {
            all.put(
                    wanted[i],
                    promoted(projection, directions, i, features.get(i).dead(), count));
        }
        return all;
    }

    /** The tokens of one direction; none of a dead feature. */
    static Tokens promoted(
            VocabularyProjection projection, ConceptDirections directions, int i, boolean dead, int count) {
        return directions
                .steering(i)
                .filter(f -> !dead)
                .map(projection::scoresOfResidual)
                .map(scores ->
                        new Tokens(projection.strongest(scores, count, 1), projection.strongest(scores, count, -1)))
                .orElse(new Tokens(List.of(), List.of()));
    }

    /** Adds what features promote and, if asked, suppress. */
    public static FeatureTable withTokens(FeatureTable table, Map<Integer, Tokens> tokens, boolean suppressed) {
        Map<Integer, List<ScoredToken>> raised = new TreeMap<>();
        Map<Integer, List<ScoredToken>> lowered = new TreeMap<>();
        tokens.forEach((r, found) -> {
            raised.put(r, found.promoted());
            lowered.put(r, found.suppressed());
        });
        FeatureTable more = table.withPromoted(raised);
        return suppressed ? more.withSuppressed(lowered) : more;
    }
}
