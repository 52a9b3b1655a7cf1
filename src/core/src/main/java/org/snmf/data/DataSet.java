package org.snmf.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/**
 * Reads sentences from the shapes in which the field keeps them: {@code [{"prompt": …, "label": …}]}, {@code {"label":
 * ["sentence", …]}}, or plain text with one sentence a line. The content decides, not the file's name.
 */
public final class DataSet {
    private static final String SHAPES =
            "[{\"prompt\": …, \"label\": …}], {\"label\": [\"sentence\", …]} or one sentence a line";

    private DataSet() {}

    /**
     * Reads a file in UTF-8.
     *
     * @throws InputException if it is missing, empty, not UTF-8, or JSON of another shape
     */
    public static List<Sentence> of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "a file of sentences", "no such file", "");
        }
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new InputException(file.toString(), "text in UTF-8", "other bytes", "Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }

    /**
     * Reads the content of such a file.
     *
     * @param where what to call it in messages
     */
    public static List<Sentence> parse(String content, String where) {
        String text = content.strip();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1).strip();
        }
        List<Sentence> sentences = text.startsWith("[") || text.startsWith("{") ? json(text, where) : lines(text);
        if (sentences.isEmpty()) {
            throw new InputException(where, "at least one sentence", "no text", "Give " + SHAPES + ".");
        }
        return sentences;
    }

    private static List<Sentence> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Sentence(line, ""))
                .toList();
    }

    private static List<Sentence> json(String text, String where) {
        JsonNode root;
        try {
            root = new ObjectMapper()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new InputException(
                    where + (at == null ? "" : ", line " + at.getLineNr()),
                    "JSON, since it begins with " + text.charAt(0),
                    e.getOriginalMessage(),
                    "Correct it, or begin a text file with another character.",
                    e);
        }
        return root.isArray() ? prompts(root, where) : labels(root, where);
    }

    private static List<Sentence> prompts(JsonNode root, String where) {
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < root.size(); i++) {
            JsonNode entry = root.get(i);
            String at = where + ", entry " + i;
            if (!entry.isObject() || !entry.has("prompt")) {
                throw new InputException(at, "an object with \"prompt\"", shorten(entry), "Shapes: " + SHAPES + ".");
            }
            JsonNode label = entry.path("label");
            sentences.add(new Sentence(
                    nonBlank(entry.get("prompt"), at), label.isMissingNode() || label.isNull() ? "" : label.asText()));
        }
        return sentences;
    }

    private static List<Sentence> labels(JsonNode root, String where) {
        List<Sentence> sentences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            String at = where + ", label \"" + field.getKey() + "\"";
            if (!field.getValue().isArray()) {
                throw new InputException(
                        at, "a list of sentences", shorten(field.getValue()), "Shapes: " + SHAPES + ".");
            }
            for (JsonNode sentence : field.getValue()) {
                sentences.add(new Sentence(nonBlank(sentence, at), field.getKey()));
            }
        }
        return sentences;
    }

    private static String nonBlank(JsonNode node, String at) {
        if (!node.isTextual() || node.asText().isBlank()) {
            throw new InputException(at, "a sentence that is not blank", shorten(node), "");
        }
        return node.asText();
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 57) + "…" : text;
    }
}
