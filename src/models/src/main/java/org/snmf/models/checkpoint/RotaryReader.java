package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.snmf.errors.InputException;

/** Reads rotary positions: {@code rope_theta} with {@code rope_scaling} (older files) or {@code rope_parameters}. */
final class RotaryReader {
    private final Path file;
    private final JsonNode json;
    private final JsonNode scaling;
    private final String block;

    RotaryReader(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
        this.block = json.hasNonNull("rope_parameters") ? "rope_parameters" : "rope_scaling";
        this.scaling = json.path(block);
    }

    Rotary read() {
        double theta =
                scaling.path("rope_theta").asDouble(json.path("rope_theta").asDouble(10000));
        String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
        return switch (type) {
            case "default" -> new Rotary(theta, 1, Optional.empty());
            case "linear" -> new Rotary(theta, number("factor"), Optional.empty());
            case "llama3" -> new Rotary(theta, 1, Optional.of(llama3()));
            default ->
                throw new InputException(
                        file + ", key \"" + block + "\"",
                        "rope_type default, linear or llama3",
                        "\"" + type + "\"",
                        "Other scalings of rotary positions are not supported.");
        };
    }

    private Rotary.Llama3Scaling llama3() {
        return new Rotary.Llama3Scaling(
                number("factor"),
                number("low_freq_factor"),
                number("high_freq_factor"),
                number("original_max_position_embeddings"));
    }

    private double number(String key) {
        if (!scaling.path(key).isNumber()) {
            throw new InputException(
                    file + ", key \"" + block + "." + key + "\"",
                    "a number",
                    scaling.has(key) ? scaling.get(key).toString() : "no such key",
                    "");
        }
        return scaling.get(key).asDouble();
    }
}
