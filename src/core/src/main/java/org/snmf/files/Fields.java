package org.snmf.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** The metadata of a file, read field by field: one that is missing or does not read is told with its name. */
public final class Fields {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values;

    public Fields(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The text of a field.
     *
     * @throws IllegalArgumentException if there is no such field
     */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return value;
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if there is no such field, or no number in it
     */
    public int number(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("field " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * What the JSON of a field describes.
     *
     * @throws IllegalArgumentException if there is no such field, or nothing of this kind in it
     */
    public <T> T json(String name, TypeReference<T> type) {
        try {
            T value = JSON.readValue(text(name), type);
            if (value == null) {
                throw new IllegalArgumentException("field " + name + ": nothing");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("field " + name + ": " + e.getOriginalMessage(), e);
        }
    }
}
