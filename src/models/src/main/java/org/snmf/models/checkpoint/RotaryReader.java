package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.snmf.errors.InputException;

/**
 * Reads rotary positions: {@code rope_theta} with {@code rope_scaling} (older files) or {@code rope_parameters}. Where a
 * file has both blocks the older one counts, as in the Hugging Face library.
 */
final class RotaryReader {
    private final ConfigKeys keys;
    private final int context;
    private final String block;
    private final JsonNode scaling;

    /** @param notes told what was chosen where the file says two things */
    RotaryReader(ConfigKeys keys, int context, List<String> notes) {
        this.keys = keys;
        this.context = context;
        boolean older = !keys.json().path("rope_scaling").isEmpty();
        this.block = older ? "rope_scaling" : "rope_parameters";
        this.scaling = keys.json().path(block);
        if (older && !keys.json().path("rope_parameters").isEmpty()) {
            notes.add("config.json has rope_scaling and rope_parameters; rope_scaling counts, as in transformers 5");
        }
    }

    Rotary read() {
        refuseNested();
        double theta = scaling.has("rope_theta") ? number("rope_theta") : positive(keys.number("rope_theta", 10000));
        String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
        if (!type.equals("default")) {
            refusePartial();
        }
        return switch (type) {
            case "default" -> new Rotary(theta, Rotary.UNSCALED);
            // Within the context the base is not changed, and longer texts are refused.
            case "dynamic" -> new Rotary(theta, Rotary.UNSCALED);
            case "linear" -> new Rotary(theta, new Rotary.Linear(number("factor")));
            case "llama3" -> new Rotary(theta, llama3());
            case "yarn" -> new Rotary(theta, yarn());
            default ->
                throw new InputException(
                        keys.file() + ", key \"" + block + "\"",
                        "rope_type default, linear, dynamic, llama3 or yarn",
                        "\"" + type + "\"",
                        "Other scalings of rotary positions are not supported.");
        };
    }

    private double positive(double theta) {
        if (theta <= 0) {
            throw keys.refuse("rope_theta", "a number above 0", String.valueOf(theta));
        }
        return theta;
    }

    /** One block for each kind of layer belongs to other families; the library misreads it in these. */
    private void refuseNested() {
        scaling.properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                throw new InputException(
                        keys.file() + ", key \"" + block + "\"",
                        "one set of rope_type, rope_theta, … for all layers",
                        "a set of its own for \"" + entry.getKey() + "\"",
                        "Where the sets are the same, write one of them in their place.");
            }
        });
    }

    private void refusePartial() {
        double share = scaling.has("partial_rotary_factor")
                ? number("partial_rotary_factor")
                : keys.number("partial_rotary_factor", 1);
        if (share != 1) {
            throw new InputException(
                    keys.file() + ", key \"partial_rotary_factor\"",
                    "1 or no such key beside a scaling of rotary positions",
                    String.valueOf(share),
                    "Heads that are rotated in part are not supported.");
        }
    }

    private Rotary.Llama3 llama3() {
        return new Rotary.Llama3(number("factor"), number("low_freq_factor"), number("high_freq_factor"), original());
    }

    private Rotary.Yarn yarn() {
        double factor = scaling.hasNonNull("factor") ? number("factor") : context / original();
        double magnitude = scaling.hasNonNull("attention_factor") ? number("attention_factor") : magnitude(factor);
        return new Rotary.Yarn(
                factor,
                or("beta_fast", 32),
                or("beta_slow", 1),
                original(),
                scaling.path("truncate").asBoolean(true),
                magnitude);
    }

    /** What cosines and sines are multiplied with where the file does not say it. */
    private double magnitude(double factor) {
        double one = or("mscale", 0);
        double all = or("mscale_all_dim", 0);
        return one != 0 && all != 0 ? magnitude(factor, one) / magnitude(factor, all) : magnitude(factor, 1);
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    /** The context before it was stretched: the key of the whole file counts before that of the block. */
    private double original() {
        String key = "original_max_position_embeddings";
        if (keys.has(key)) {
            return keys.positive(key, context);
        }
        return scaling.has(key) ? number(key) : context;
    }

    /** Null and 0 mean the default too. */
    private double or(String key, double missing) {
        boolean zero = scaling.path(key).isNumber() && scaling.path(key).asDouble() == 0;
        return scaling.hasNonNull(key) && !zero ? number(key) : missing;
    }

    private double number(String key) {
        JsonNode node = scaling.path(key);
        if (!node.isNumber() || !Double.isFinite(node.asDouble()) || node.asDouble() <= 0) {
            throw new InputException(
                    keys.file() + ", key \"" + block + "." + key + "\"",
                    "a number above 0",
                    scaling.has(key) ? node.toString() : "no such key",
                    "Correct the file, or download it again.");
        }
        return node.asDouble();
    }
}
