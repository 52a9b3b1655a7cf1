package org.snmf.magics.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.features.Feature;
import org.snmf.magics.HeldFactorization;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.Site;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;

/** What several verbs do with the features of a factorization. */
final class Features {
    private Features() {}

    /** The tokens of a factorization. */
    static TokenTable tokens(HeldFactorization held) {
        return held.tokens()
                .orElseThrow(() -> new InputException(
                        "features",
                        "a token table for the columns of Y",
                        "a factorization of a matrix without one",
                        "Give the activations that were factorized with --activations FOLDER."));
    }

    /** The layer of a factorization of MLP activations, to which a projection or an intervention refers. */
    static Optional<Integer> mlpLayer(Optional<StoredSite> place) {
        return place.filter(p -> p.site().equals(Site.MLP_ACT.key())).map(StoredSite::layer);
    }

    /** As {@link #mlpLayer}, where the verb cannot do without. */
    static int requiredMlpLayer(Optional<StoredSite> place) {
        return mlpLayer(place)
                .orElseThrow(() -> new InputException(
                        "features",
                        "features of a layer's mlp_act",
                        place.map(StoredSite::tensor).orElse("features of an unknown place"),
                        "Capture and factorize the site mlp_act."));
    }

    static String title(String what, Optional<StoredSite> place, int rank) {
        String where =
                place.map(p -> "layer " + p.layer() + ", " + p.site() + ", ").orElse("");
        return what + " of " + where + "k = " + rank;
    }

    /** Adds what each live feature promotes and, if asked, suppresses. */
    static FeatureTable withTokens(
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
