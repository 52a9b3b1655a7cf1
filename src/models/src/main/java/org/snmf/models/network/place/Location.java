package org.snmf.models.network.place;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ModelConfig;

/**
 * A site in a certain layer.
 *
 * @param layer index of the layer, from 0
 * @param site the place within it
 */
public record Location(int layer, Site site) {
    /** As in the names of tensors: {@code layer.3.mlp_act}. */
    public String key() {
        return "layer." + layer + "." + site.key();
    }

    /** Every location of such a model, in the order in which a pass reaches them. */
    public static List<Location> all(ModelConfig config) {
        List<Location> all = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Site site : Site.values()) {
                if (site.existsIn(config, layer)) {
                    all.add(new Location(layer, site));
                }
            }
        }
        return all;
    }

    /**
     * Refuses a location that such a model does not have.
     *
     * @throws InputException if the layer is out of range or has no such site
     */
    public void check(ModelConfig config) {
        if (layer < 0 || layer >= config.layers()) {
            throw new InputException(
                    "layer", "0 to " + (config.layers() - 1), String.valueOf(layer), "Layers count from 0.");
        }
        if (!site.existsIn(config, layer)) {
            String where = site == Site.FINAL_NORM ? "layer " + (config.layers() - 1) : "models with a post-norm";
            throw new InputException("site " + site.key(), where, "layer " + layer + " of " + config.family(), "");
        }
    }
}
