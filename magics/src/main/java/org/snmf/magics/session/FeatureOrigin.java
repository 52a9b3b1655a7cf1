package org.snmf.magics.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.store.StoredSite;

/**
 * The layer, the site and the model that features were found in, as a factorization's provenance records them under
 * {@code layer}, {@code site} and, for every file of the model, {@code model.} and its name.
 */
public final class FeatureOrigin {
    private static final String LAYER = "layer";
    private static final String SITE = "site";
    private static final String MODEL = "model.";

    private FeatureOrigin() {}

    /** {@code f} with its origin in its provenance. */
    public static Factorization recorded(Factorization f, Optional<StoredSite> place, Map<String, String> model) {
        if (place.isEmpty()) {
            return f;
        }
        Map<String, String> record = new TreeMap<>();
        record.put(LAYER, String.valueOf(place.get().layer()));
        record.put(SITE, place.get().site());
        model.forEach((file, sha256) -> record.put(MODEL + file, sha256));
        return f.withRecord(record);
    }

    /** Layer and site, where the provenance has them. */
    public static Optional<StoredSite> place(Factorization f) {
        Map<String, String> record = f.provenance().options();
        return record.containsKey(LAYER) && record.containsKey(SITE)
                ? Optional.of(new StoredSite(Integer.parseInt(record.get(LAYER)), record.get(SITE), f.neurons()))
                : Optional.empty();
    }

    /** The sha256 of the model's files by name, where the provenance has them. */
    public static Map<String, String> model(Factorization f) {
        Map<String, String> model = new TreeMap<>();
        f.provenance().options().forEach((name, value) -> {
            if (name.startsWith(MODEL)) {
                model.put(name.substring(MODEL.length()), value);
            }
        });
        return model;
    }

    /**
     * The place of features in a model.
     *
     * @throws InputException if the place is not known, the model has no such place, or it is another model
     */
    public static Location locate(HeldFactorization held, LanguageModel model, String modelName) {
        StoredSite place = held.place()
                .orElseThrow(() -> new InputException(
                        "features",
                        "features whose layer and site are known",
                        "a factorization that records neither",
                        "Give --layer and --site."));
        Site site = Site.of(place.site())
                .orElseThrow(() -> new InputException(
                        "features",
                        "features of one of the sites " + Site.keys(),
                        "features of '" + place.site() + "'",
                        ""));
        int neurons = held.factorization().neurons();
        if (place.layer() >= model.config().layers() || site.width(model.config()) != neurons) {
            String has = place.layer() >= model.config().layers()
                    ? "only layers 0 to " + (model.config().layers() - 1)
                    : "d_a = " + site.width(model.config());
            throw new InputException(
                    "features",
                    "features of model " + modelName + ", which has " + has,
                    "features of " + place.tensor() + " with d_a = " + neurons,
                    "Load the model that the features were found in, or factorize activations of this one.");
        }
        requireSameFiles(held.origin().get(), model, modelName);
        return new Location(place.layer(), site);
    }

    /** Compares the hashes of files that both know; a record without any says nothing. */
    private static void requireSameFiles(Map<String, String> then, LanguageModel model, String modelName) {
        if (then.isEmpty()) {
            return;
        }
        List<String> changed = model.hashes().entrySet().stream()
                .filter(now -> then.containsKey(now.getKey()) && !now.getValue().equals(then.get(now.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        boolean none = model.hashes().keySet().stream().noneMatch(then::containsKey);
        if (!changed.isEmpty() || none) {
            throw new InputException(
                    "features",
                    "features of model " + modelName,
                    "features of a model with other "
                            + (none ? "files, " + String.join(", ", then.keySet()) : String.join(", ", changed)),
                    "Load the model that the features were found in, or factorize activations of this one.");
        }
    }
}
