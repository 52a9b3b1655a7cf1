package org.snmf.experiments.exchange;

import java.util.Locale;
import org.snmf.errors.InputException;

/**
 * Under which names other tools keep a set of features.
 *
 * @param model Neuronpedia's id of the model, as {@code gpt2-small}; lower case
 * @param layer the layer whose MLP activations the features are of
 * @param set name of the set, as {@code snmf-k100}; lower case
 * @param release a sentence for people
 */
public record Place(String model, int layer, String set, String release) {
    /** @throws InputException if a name has other signs than small letters, digits, dots, minus and underscore */
    public Place {
        check("model", model);
        check("set", set);
    }

    private static void check(String what, String name) {
        if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
            throw new InputException(
                    what,
                    "a name of small letters, digits, '.', '-' and '_'",
                    "'" + name + "'",
                    "Choose another name.");
        }
    }

    /** Neuronpedia's id of the source: the layer and the set. */
    String source() {
        return String.format(Locale.ROOT, "%d-%s", layer, set);
    }

    /** What the MLP adds to the residual stream, by the name that TransformerLens gives it. */
    String hook() {
        return String.format(Locale.ROOT, "blocks.%d.hook_mlp_out", layer);
    }

    /** The MLP's activations, by the name that TransformerLens gives them. */
    String activationHook() {
        return String.format(Locale.ROOT, "blocks.%d.mlp.hook_post", layer);
    }
}
