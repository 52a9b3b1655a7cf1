package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All described families, from {@code families.json}. A description says only what
 * differs from the file's defaults, or from the family that it is like. */
public final class Families {
    private static final String FILE = "families.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final JsonNode DESCRIPTIONS = read();
    private static final List<Family> ALL = families();
    private static final Map<String, String> OTHERS = others();

    private Families() {}

    private static JsonNode read() {
        try (InputStream in = Families.class.getResourceAsStream(FILE)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode known(Map<String, ObjectNode> families, String name) {
        return Optional.ofNullable(families.get(name))
                .orElseThrow(() -> new IllegalStateException(FILE + ": no family " + name + " stands before this one"));
    }

    private static List<Family> families() {
        Map<String, ObjectNode> whole = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : DESCRIPTIONS.path("families").properties()) {
            ObjectNode own = entry.getValue().deepCopy();
            JsonNode like = own.remove("like");
            ObjectNode family = (like == null ? DESCRIPTIONS.path("defaults") : known(whole, like.asText())).deepCopy();
            merge(family, own);
            whole.put(entry.getKey(), family.put("key", entry.getKey()));
        }
        return whole.values().stream()
                .map(family -> JSON.convertValue(family, Family.class))
                .toList();
    }

    private static void merge(ObjectNode into, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (into.get(change.getKey()) instanceof ObjectNode inner
                    && change.getValue().isObject()) {
                merge(inner, change.getValue());
            } else {
                into.set(change.getKey(), change.getValue());
            }
        }
    }

    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        DESCRIPTIONS.path("others").properties().forEach(kind -> kind.getValue()
                .forEach(type -> others.put(type.asText(), kind.getKey())));
        return others;
    }

    /** All families, in the order of the file. */
    public static List<Family> all() {
        return ALL;
    }

    /** The family with this {@code model_type}, that of a model which holds one included. */
    public static Optional<Family> ofType(String modelType) {
        return ALL.stream()
                .filter(family -> family.modelTypes().contains(modelType)
                        || family.nestedIn().contains(modelType))
                .findFirst();
    }

    /** What a model of another type is, where that is known, for messages. */
    static Optional<String> whatIs(String modelType) {
        return Optional.ofNullable(OTHERS.get(modelType));
    }

    /** What writers put before the names of tensors, the longest first. */
    static List<String> prefixes() {
        return ALL.stream()
                .flatMap(family -> family.prefixes().stream())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The values of {@code model_type} that are known, for messages. */
    public static String list() {
        return ALL.stream().flatMap(family -> family.modelTypes().stream()).collect(Collectors.joining(", "));
    }
}
