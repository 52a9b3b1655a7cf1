package org.snmf.models.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snmf.errors.InputException;

/**
 * The keys of a config.json. One that is missing has the default of the Hugging Face library, which leaves a default out
 * when it writes some files; one that is there must be of the right kind. Infinity and NaN, which that library writes,
 * are read, and refused only where a key that counts has such a value.
 */
public record ConfigKeys(Path file, JsonNode json) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Parses a file that must be there. */
    static ConfigKeys read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw ForeignFormats.withoutConfig(file);
        }
        return new ConfigKeys(file, parse(file));
    }

    /** A JSON object from a file of a checkpoint. */
    public static JsonNode parse(Path file) {
        try {
            JsonNode parsed = JSON.readTree(file.toFile());
            if (parsed == null || !parsed.isObject()) {
                throw new InputException(
                        file.toString(), "a JSON object", "something else", "Download the file again.");
            }
            return parsed;
        } catch (JacksonException e) {
            throw new InputException(file.toString(), "JSON", e.getOriginalMessage(), "Download the file again.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    String text(String key) {
        return json.path(key).asText("");
    }

    int positive(String key, int missing) {
        JsonNode node = json.get(key);
        if (node == null) {
            return missing;
        }
        if (!node.canConvertToInt() || node.asInt() <= 0) {
            throw refuse(key, "a positive integer", node.toString());
        }
        return node.asInt();
    }

    /** As {@link #positive}, where null means the default too. */
    int positiveOrNull(String key, int missing) {
        return has(key) ? positive(key, missing) : missing;
    }

    double number(String key, double missing) {
        JsonNode node = json.get(key);
        if (node == null) {
            return missing;
        }
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw refuse(key, "a number", node.toString());
        }
        return node.asDouble();
    }

    double number(Family.Setting setting) {
        return setting.key().isEmpty() ? setting.missing() : number(setting.key(), setting.missing());
    }

    boolean flag(Family.Flag flag) {
        return flag.key().isEmpty() ? flag.missing() : flag(flag.key(), flag.missing());
    }

    private boolean flag(String key, boolean missing) {
        JsonNode node = json.get(key);
        if (node == null) {
            return missing;
        }
        if (!node.isBoolean()) {
            throw refuse(key, "true or false", node.toString());
        }
        return node.asBoolean();
    }

    /** Refuses a key that asks for another forward pass than the one that is known. */
    void refuseIfTrue(String key, String meaning) {
        if (json.path(key).asBoolean(false)) {
            throw new InputException(
                    file + ", key \"" + key + "\"", "false", "true: " + meaning, "Such models are not supported.");
        }
    }

    ActivationFunction activation(String key, String missing) {
        String name = has(key) ? text(key) : missing;
        return ActivationFunction.named(name)
                .orElseThrow(() -> new InputException(
                        file + ", key \"" + key + "\"",
                        "one of " + List.copyOf(ActivationFunction.allNames()),
                        "\"" + name + "\"",
                        "Other activation functions are not supported."));
    }

    InputException refuse(String key, String expected, String found) {
        return new InputException(
                file + ", key \"" + key + "\"", expected, found, "Correct the file, or download it again.");
    }
}
