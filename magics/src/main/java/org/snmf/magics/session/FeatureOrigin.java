package org.snmf.magics.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.matrix.Origin;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.store.StoredSite;

/**
 * The one door through which features meet a model or activations: what their origin says must be what they meet. A record
 * that says nothing is let through; the verb then stands on what its user says.
 */
public final class FeatureOrigin {
    private static final String REMEDY =
            "Load the model that the features were found in, or factorize activations of this one.";

    private FeatureOrigin() {}

    /**
     * The place of features in a model.
     *
     * @param origin where the activations were captured that the features are of
     * @param neurons d_a of the features
     * @throws InputException if the place is not known, the model has no such place, or it is another model
     */
    public static Location locate(Optional<Origin> origin, int neurons, LanguageModel model, String modelName) {
        Origin from = origin.orElseThrow(() -> new InputException(
                "features",
                "features whose layer and site are known",
                "a factorization that records neither",
                "Give --layer and --site."));
        Site site = Site.of(from.site())
                .orElseThrow(() -> new InputException(
                        "features",
                        "features of one of the sites " + Site.keys(),
                        "features of '" + from.site() + "'",
                        ""));
        if (from.layer() >= model.config().layers() || site.width(model.config()) != neurons) {
            String has = from.layer() >= model.config().layers()
                    ? "only layers 0 to " + (model.config().layers() - 1)
                    : "d_a = " + site.width(model.config());
            throw new InputException(
                    "features",
                    "features of model " + modelName + ", which has " + has,
                    "features of " + from.tensor() + " with d_a = " + neurons,
                    REMEDY);
        }
        requireSameFiles(from.model(), model, modelName);
        return new Location(from.layer(), site);
    }

    /**
     * The layer of features of MLP activations in a model, to which a projection or an intervention refers.
     *
     * @throws InputException as {@link #locate}, or if they are of another site
     */
    public static int mlpLayer(Optional<Origin> origin, int neurons, LanguageModel model, String modelName) {
        Location place = locate(origin, neurons, model, modelName);
        if (place.site() != Site.MLP_ACT) {
            throw new InputException(
                    "features",
                    "features of a layer's mlp_act",
                    origin.get().tensor(),
                    "Capture and factorize the site mlp_act.");
        }
        return place.layer();
    }

    /**
     * Refuses a layer or a site that is not the one that features record.
     *
     * @param layer the layer that a user names, or null
     * @param site the site that a user names, or null
     */
    public static void requirePlace(Optional<Origin> origin, @Nullable Integer layer, @Nullable String site) {
        if (origin.isEmpty()) {
            return;
        }
        Origin from = origin.get();
        boolean other = (layer != null && layer != from.layer()) || (site != null && !site.equals(from.site()));
        if (other) {
            throw new InputException(
                    layer == null ? "--site" : "--layer",
                    "the place of the features, " + from.tensor(),
                    "layer " + (layer == null ? from.layer() : layer) + ", site " + (site == null ? from.site() : site),
                    "Leave --layer and --site out: the factorization knows them.");
        }
    }

    /** Refuses activations that are not those that features are of: of another place, model or data, or of another number of tokens. */
    public static void requireActivations(Optional<Origin> features, int tokens, HeldActivations of, StoredSite place) {
        if (of.tokens().size() != tokens) {
            throw refused(
                    "activations of the " + tokens + " tokens that were factorized",
                    of.tokens().size() + " tokens");
        }
        requireSame(features, of.at(place).origin());
    }

    /**
     * Refuses activations of another place, model or data than features are of.
     *
     * @param features where the activations were captured that the features are of
     * @param activations where those at hand were captured
     */
    public static void requireSame(Optional<Origin> features, Optional<Origin> activations) {
        if (features.isEmpty() || activations.isEmpty()) {
            return;
        }
        Origin then = features.get();
        Origin now = activations.get();
        if (then.layer() != now.layer() || !then.site().equals(now.site())) {
            throw refused("activations of " + then.tensor() + ", which were factorized", now.tensor());
        }
        if (!then.model().isEmpty()
                && !now.model().isEmpty()
                && differing(then.model(), now.model()).isPresent()) {
            throw refused(
                    "activations of the model that the features were found in",
                    "those of a model with other "
                            + differing(then.model(), now.model()).get());
        }
        if (!then.data().isEmpty() && !now.data().isEmpty() && !then.data().equals(now.data())) {
            throw refused("activations of the sentences that were factorized", "those of other sentences");
        }
    }

    private static InputException refused(String expected, String found) {
        return new InputException("activations", expected, found, "Give the activations that the features are of.");
    }

    /** Compares the hashes of files that both know; a record without any says nothing. */
    private static void requireSameFiles(Map<String, String> then, LanguageModel model, String modelName) {
        if (then.isEmpty()) {
            return;
        }
        differing(then, model.hashes()).ifPresent(what -> {
            throw new InputException(
                    "features", "features of model " + modelName, "features of a model with other " + what, REMEDY);
        });
    }

    /** The files that both know and that differ, or all if they know none together; empty if they agree. */
    private static Optional<String> differing(Map<String, String> then, Map<String, String> now) {
        List<String> changed = now.entrySet().stream()
                .filter(file ->
                        then.containsKey(file.getKey()) && !file.getValue().equals(then.get(file.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        boolean none = now.keySet().stream().noneMatch(then::containsKey);
        return changed.isEmpty() && !none
                ? Optional.empty()
                : Optional.of(none ? "files, " + String.join(", ", then.keySet()) : String.join(", ", changed));
    }
}
