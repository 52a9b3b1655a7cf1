package org.snmf.magics.session;

import java.util.Optional;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.matrix.Origin;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/**
 * A hierarchy with its tree of concepts and with what it is of.
 *
 * @param hierarchy the levels
 * @param forest the tree of concepts
 * @param tokens what the columns of A are
 */
public record HeldTree(Hierarchy hierarchy, FeatureForest forest, TokenTable tokens) {
    /** Where A was captured, where that is known. */
    public Optional<Origin> origin() {
        return hierarchy.origin();
    }

    /** Layer and site of A, where they are known. */
    public Optional<StoredSite> place() {
        return origin().map(o -> new StoredSite(o.layer(), o.site(), hierarchy.neurons()));
    }

    /**
     * What amplifying by {@code strength} typical lengths means for these features.
     *
     * @throws org.snmf.errors.InputException as {@link HeldFactorization#amplification}
     */
    public Amplification amplification(LanguageModel model, String modelName, double strength) {
        int layer = FeatureOrigin.mlpLayer(origin(), hierarchy.neurons(), model, modelName);
        return HeldFactorization.amplification(hierarchy.typicalLength(), layer, strength);
    }
}
