package org.snmf.matrix;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a matrix of activations was captured: part of the matrix, of every factorization and hierarchy of it, and of
 * their files, so that features never meet another model or another layer unnoticed.
 *
 * @param layer layer, from 0
 * @param site key of the site, such as {@code mlp_act}
 * @param family key of the model's family, such as {@code gpt2}; empty where it is not known
 * @param model sha256 by name of the files of the model and of its tokenizer; empty where they are not known
 * @param data sha256 of the sentences and their labels; empty where it is not known
 */
public record Origin(int layer, String site, String family, Map<String, String> model, String data) {
    private static final String LAYER = "layer";
    private static final String SITE = "site";
    private static final String FAMILY = "family";
    private static final String DATA = "data";
    private static final String MODEL = "model.";

    public Origin {
        model = Map.copyOf(model);
    }

    /** A place in a model of which nothing is known. */
    public static Origin of(int layer, String site) {
        return new Origin(layer, site, "", Map.of(), "");
    }

    /** The origin that a record has, if it has one; what else the record says is passed over. */
    public static Optional<Origin> read(Map<String, String> record) {
        String layer = record.getOrDefault(LAYER, "");
        if (!layer.matches("\\d{1,9}") || !record.containsKey(SITE)) {
            return Optional.empty();
        }
        Map<String, String> model = new TreeMap<>();
        record.forEach((name, value) -> {
            if (name.startsWith(MODEL)) {
                model.put(name.substring(MODEL.length()), value);
            }
        });
        return Optional.of(new Origin(
                Integer.parseInt(layer),
                record.get(SITE),
                record.getOrDefault(FAMILY, ""),
                model,
                record.getOrDefault(DATA, "")));
    }

    /** What {@link #read} reads. */
    public Map<String, String> record() {
        Map<String, String> record = new TreeMap<>();
        record.put(LAYER, String.valueOf(layer));
        record.put(SITE, site);
        if (!family.isEmpty()) {
            record.put(FAMILY, family);
        }
        if (!data.isEmpty()) {
            record.put(DATA, data);
        }
        model.forEach((file, sha256) -> record.put(MODEL + file, sha256));
        return record;
    }

    /** The name that the tensor of this place has in a store: {@code layer.<i>.<site>}. */
    public String tensor() {
        return "layer." + layer + "." + site;
    }
}
