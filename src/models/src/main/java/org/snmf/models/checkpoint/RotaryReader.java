package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snmf.errors.InputException;

/**
 * Reads rotary positions: {@code rope_theta} with {@code rope_scaling} (older files) or {@code rope_parameters}. Where a
 * file has both blocks the older one counts, as in the Hugging Face library. Families whose layers with a window have a
 * base of their own have one block a kind of layer.
 */
final class RotaryReader {
    private static final String OLDER = "rope_scaling";
    private static final String NEWER = "rope_parameters";

    private final ConfigKeys keys;
    private final Family.RotaryKeys family;
    private final int context;
    private final List<String> notes;
    private String block = NEWER;
    private JsonNode scaling = JsonNodeFactory.instance.objectNode();

    /** @param notes told what was chosen where the file says two things */
    RotaryReader(ConfigKeys keys, Family.RotaryKeys family, int context, List<String> notes) {
        this.keys = keys;
        this.family = family;
        this.context = context;
        this.notes = notes;
    }

    /**
     * The rotary positions of every layer.
     *
     * @param turning which layers have them
     * @param windows the window of each, 0 for none
     */
    List<Optional<Rotary>> perLayer(List<Boolean> turning, List<Integer> windows) {
        if (!turning.contains(true)) {
            return turning.stream().map(layer -> Optional.<Rotary>empty()).toList();
        }
        boolean byKind = !family.local().key().isEmpty();
        Rotary global = byKind ? ofKind("full_attention", family.theta(), true) : ofAll();
        Rotary local = byKind ? ofKind("sliding_attention", family.local(), false) : global;
        List<Optional<Rotary>> layers = new ArrayList<>();
        for (int layer = 0; layer < turning.size(); layer++) {
            Rotary one = windows.get(layer) > 0 ? local : global;
            layers.add(turning.get(layer) ? Optional.of(one) : Optional.empty());
        }
        return layers;
    }

    private Rotary ofAll() {
        boolean older = !keys.json().path(OLDER).isEmpty();
        block = older ? OLDER : NEWER;
        scaling = keys.json().path(block);
        if (older && !keys.json().path(NEWER).isEmpty()) {
            notes.add("config.json has rope_scaling and rope_parameters; rope_scaling counts, as in transformers 5");
        }
        refuseNested();
        return read(family.theta());
    }

    /** What the older block says is of the layers without a window, and counts before what the newer one says of them. */
    private Rotary ofKind(String kind, Family.Setting theta, boolean hasOlder) {
        block = NEWER + "." + kind;
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        keys.json().path(NEWER).path(kind).properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        if (hasOlder) {
            keys.json().path(OLDER).properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        }
        scaling = merged;
        return read(theta);
    }

    private Rotary read(Family.Setting theta) {
        double base = scaling.has("rope_theta") ? number("rope_theta") : positive(theta.key(), keys.number(theta));
        String written = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
        String type = family.typesMeant().getOrDefault(written, written);
        double share = share(type);
        return switch (type) {
            case "default" -> new Rotary(base, share, Rotary.UNSCALED);
            // Within the context the base is not changed, and longer texts are refused.
            case "dynamic" -> new Rotary(base, share, Rotary.UNSCALED);
            case "linear" -> new Rotary(base, share, new Rotary.Linear(number("factor")));
            case "llama3" -> new Rotary(base, share, llama3());
            case "yarn" -> new Rotary(base, share, yarn());
            case "longrope" -> new Rotary(base, share, longRope());
            default ->
                throw new InputException(
                        keys.file() + ", key \"" + block + "\"",
                        "rope_type default, linear, dynamic, llama3, yarn or longrope",
                        "\"" + type + "\"",
                        "Other scalings of rotary positions are not supported.");
        };
    }

    private double positive(String key, double value) {
        if (value <= 0) {
            throw keys.refuse(key, "a number above 0", String.valueOf(value));
        }
        return value;
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

    /** The share of a head that turns. Most families of the library read it only where frequencies are scaled, and fail. */
    private double share(String type) {
        String key = "partial_rotary_factor";
        double share = scaling.has(key) ? number(key) : keys.number(family.share());
        if (family.mayBePartial()) {
            return share;
        }
        if (share != 1 && !type.equals("default")) {
            throw new InputException(
                    keys.file() + ", key \"" + key + "\"",
                    "1 or no such key beside a scaling of rotary positions",
                    String.valueOf(share),
                    "Heads that are rotated in part are not supported in this family.");
        }
        return 1;
    }

    private Rotary.Llama3 llama3() {
        return new Rotary.Llama3(number("factor"), number("low_freq_factor"), number("high_freq_factor"), original());
    }

    private Rotary.Yarn yarn() {
        double factor = factor();
        double magnitude = scaling.hasNonNull("attention_factor") ? number("attention_factor") : magnitude(factor);
        return new Rotary.Yarn(
                factor,
                or("beta_fast", 32),
                or("beta_slow", 1),
                original(),
                scaling.path("truncate").asBoolean(true),
                magnitude);
    }

    private double factor() {
        return scaling.hasNonNull("factor") ? number("factor") : context / original();
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

    private Rotary.LongRope longRope() {
        double factor = factor();
        double stretched = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original()));
        double magnitude = scaling.hasNonNull("attention_factor") ? number("attention_factor") : stretched;
        return new Rotary.LongRope(factors("short_factor"), factors("long_factor"), (int) original(), magnitude);
    }

    private List<Double> factors(String key) {
        List<Double> factors = new ArrayList<>();
        scaling.path(key).forEach(node -> factors.add(node.asDouble()));
        if (factors.isEmpty() || factors.stream().anyMatch(factor -> !(factor > 0))) {
            throw new InputException(
                    keys.file() + ", key \"" + block + "." + key + "\"",
                    "numbers above 0, one a pair that turns",
                    scaling.has(key) ? scaling.path(key).toString() : "no such key",
                    "Correct the file, or download it again.");
        }
        return factors;
    }

    /** The context before it was stretched: the key of the whole file counts before that of the block. */
    private double original() {
        String key = "original_max_position_embeddings";
        if (keys.has(key) || family.original() > 0) {
            return keys.positive(key, family.original());
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
