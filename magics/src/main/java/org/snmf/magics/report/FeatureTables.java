package org.snmf.magics.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;

/** What several verbs do with the features of a factorization. */
public final class FeatureTables {
    private FeatureTables() {}

    /** The tokens of a factorization. */
    public static TokenTable tokens(HeldFactorization held) {
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
    public static FeatureTable of(List<Feature> features, HeldFactorization held) {
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
    public static String title(String what, HeldFactorization held) {
        return title(what, held.place(), held.factorization().rank());
    }

    public static String title(String what, Optional<StoredSite> place, int rank) {
        String where =
                place.map(p -> "layer " + p.layer() + ", " + p.site() + ", ").orElse("");
        return what + " of " + where + "k = " + rank;
    }

    /** Adds what each live feature promotes and, if asked, suppresses. */
    public static FeatureTable withTokens(
            FeatureTable table,
            List<Feature> shown,
            HeldFactorization held,
            VocabularyProjection projection,
            int count,
            boolean suppressed) {
        Map<Integer, List<ScoredToken>> raised = new TreeMap<>();
        Map<Integer, List<ScoredToken>> lowered = new TreeMap<>();
        var z = held.factorization().features();
        for (Feature f : shown) {
            if (f.dead()) {
                continue;
            }
            raised.put(f.index(), projection.promoted(z, f.index(), count));
            if (suppressed) {
                lowered.put(f.index(), projection.suppressed(z, f.index(), count));
            }
        }
        FeatureTable more = table.withPromoted(raised);
        return suppressed ? more.withSuppressed(lowered) : more;
    }
}
