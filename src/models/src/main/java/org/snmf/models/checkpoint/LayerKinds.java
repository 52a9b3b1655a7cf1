package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** In what the layers of one model differ: windows, and whether positions are rotary. */
final class LayerKinds {
    private final ConfigKeys keys;
    private final Family family;
    private final int layers;

    LayerKinds(ConfigKeys keys, Family family, int layers) {
        this.keys = keys;
        this.family = family;
        this.layers = layers;
    }

    /** Per layer, how many positions a token sees, itself included; 0 means all before it. */
    List<Integer> windows() {
        return switch (family.windows().rule()) {
            case NONE -> Collections.nCopies(layers, 0);
            case ALL -> {
                if (keys.has("layer_types")) {
                    throw keys.refuse(
                            "layer_types", "no such key in a " + family.title() + ", whose layers are alike", "one");
                }
                yield Collections.nCopies(layers, size());
            }
            case ATTENTION_TYPES -> listed();
            default -> byLayer();
        };
    }

    private int size() {
        Family.Setting size = family.windows().size();
        boolean off = keys.json().has(size.key()) && !keys.has(size.key());
        return off || !keys.flag(family.windows().on())
                ? 0
                : keys.has(size.key()) ? keys.positive(size.key(), 0) : (int) size.missing();
    }

    /** Newer files list {@code layer_types}; older ones leave it to the family's rule. */
    private List<Integer> byLayer() {
        JsonNode types = keys.json().path("layer_types");
        if (types.isArray() && types.size() != layers) {
            throw keys.refuse("layer_types", layers + " entries, one a layer", types.size() + " entries");
        }
        List<Integer> windows = new ArrayList<>();
        int size = size();
        for (int layer = 0; layer < layers; layer++) {
            boolean slides = types.isArray() ? slides(types.get(layer).asText(), size) : slides(layer);
            windows.add(slides ? size : 0);
        }
        return windows;
    }

    private boolean slides(String type, int size) {
        boolean slides = type.equals("sliding_attention");
        if (slides ? size == 0 : !type.equals("full_attention")) {
            throw keys.refuse(
                    "layer_types",
                    size == 0 ? "full_attention, since no window is in use" : "full_attention or sliding_attention",
                    "\"" + type + "\"");
        }
        return slides;
    }

    private boolean slides(int layer) {
        Family.Setting period = family.windows().period();
        return switch (family.windows().rule()) {
            case ALTERNATING -> (layer + 1) % keys.positive(period.key(), (int) period.missing()) != 0;
            case LATE -> layer >= keys.number(period);
            default -> !rotary().get(layer);
        };
    }

    /** {@code [[["global", "local"], 12]]} is these two, twelve times. */
    private List<Integer> listed() {
        List<Integer> windows = new ArrayList<>();
        JsonNode types = keys.json().path("attention_types");
        if (!types.isArray()) {
            for (int layer = 0; layer < layers; layer++) {
                windows.add(layer % 2 == 0 ? 0 : size());
            }
            return windows;
        }
        for (JsonNode group : types) {
            for (int time = 0; time < Math.min(layers, group.path(1).asInt()); time++) {
                for (JsonNode type : group.path(0)) {
                    if (!type.asText().matches("global|local")) {
                        throw keys.refuse("attention_types", "global or local", type.toString());
                    }
                    windows.add(type.asText().equals("local") ? size() : 0);
                }
            }
        }
        if (windows.size() != layers) {
            throw keys.refuse("attention_types", layers + " entries, one a layer", windows.size() + " entries");
        }
        return windows;
    }

    /** Per layer, whether it turns queries and keys. */
    List<Boolean> rotary() {
        return switch (family.rotary().layers()) {
            case NONE -> Collections.nCopies(layers, false);
            case ALL -> Collections.nCopies(layers, true);
            case LISTED -> listedRotary();
        };
    }

    private List<Boolean> listedRotary() {
        JsonNode list = keys.json().path("no_rope_layers");
        if (list.isArray() && list.size() < layers) {
            throw keys.refuse("no_rope_layers", layers + " entries, one a layer", list.size() + " entries");
        }
        int every = keys.positive("no_rope_layer_interval", 4);
        List<Boolean> rotary = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            // The key's name says the contrary: 1 is a layer with rotary positions.
            rotary.add(list.isArray() ? list.get(layer).asInt() != 0 : (layer + 1) % every != 0);
        }
        return rotary;
    }
}
