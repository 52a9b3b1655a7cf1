package org.snmf.experiments.dictionary.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.snmf.errors.InputException;

/**
 * A configuration in JSON. A key that is null counts as missing.
 *
 * @param file where it stands
 * @param node an object
 */
record Config(Path file, JsonNode node) {
    private static final long LONGEST = 16 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    static Config read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new InputException(file.toString(), "a configuration", Files.size(file) + " bytes", "");
            }
            JsonNode node = JSON.readTree(Files.readString(file));
            if (node == null || !node.isObject()) {
                throw new InputException(file.toString(), "a JSON object", "something else", "Fetch the file again.");
            }
            return new Config(file, node);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file.toString(), "JSON", "text that is not: " + e.getOriginalMessage(), "Fetch the file again.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }

    /** A configuration without entries, where there is no file. */
    static Config none(Path where) {
        return new Config(where, JsonNodeFactory.instance.objectNode());
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The entry, or the missing node. */
    JsonNode get(String key) {
        return has(key) ? node.get(key) : JsonNodeFactory.instance.missingNode();
    }

    /** An inner object; empty where there is none. */
    Config inner(String key) {
        return get(key).isObject() ? new Config(file, node.get(key)) : none(file);
    }

    Optional<String> text(String key) {
        JsonNode value = get(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    OptionalInt whole(String key) {
        JsonNode value = get(key);
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!value.isNumber() || value.asDouble() != Math.rint(value.asDouble()) || !value.canConvertToInt()) {
            throw wrong(key, "a whole number", value);
        }
        return OptionalInt.of(value.asInt());
    }

    OptionalDouble number(String key) {
        JsonNode value = get(key);
        if (value.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber()) {
            throw wrong(key, "a number", value);
        }
        return OptionalDouble.of(value.asDouble());
    }

    Optional<Boolean> flag(String key) {
        JsonNode value = get(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw wrong(key, "true or false", value);
        }
        return Optional.of(value.asBoolean());
    }

    InputException wrong(String key, String expected, Object found) {
        return new InputException(file + "#" + key, expected, String.valueOf(found), "");
    }
}
