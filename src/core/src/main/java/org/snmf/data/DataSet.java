package org.snmf.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.files.Sha256;
import org.snmf.store.Sentence;

/**
 * Reads sentences from the shapes in which the field keeps them: {@code [{"prompt": …, "label": …}]}, the same as JSON
 * Lines, {@code {"label": ["sentence", …]}}, CSV or TSV with a column {@code prompt}, or plain text with one sentence a
 * line; and Parquet with such columns, a file or a folder of shards. {@code text} and {@code sentence} are other names for
 * {@code prompt}. The content decides; a file's name only where it says CSV, TSV or Parquet.
 */
public final class DataSet {
    /** Keys and columns that hold sentences. */
    static final List<String> PROMPT_KEYS = List.of("prompt", "text", "sentence");

    /** Key and column that hold labels. */
    static final String LABEL = "label";

    private static final String SHAPES = "[{\"prompt\": …, \"label\": …}], {\"label\": [\"sentence\", …]}, "
            + "JSON Lines, CSV or Parquet with a column prompt, or one sentence a line";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DataSet() {}

    /** The sha256 of sentences and their labels, in hexadecimal: the same for the same data from whatever file. */
    public static String sha256(List<Sentence> sentences) {
        MessageDigest digest = Sha256.fresh();
        for (Sentence sentence : sentences) {
            for (String part : List.of(sentence.text(), sentence.label())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Reads a file in UTF-8, or Parquet: a file, or a folder of shards, behind which {@code #split} names one of several.
     *
     * @throws InputException if it is missing, empty, not UTF-8, or JSON of another shape
     */
    public static List<Sentence> of(String file) {
        int hash = file.lastIndexOf('#');
        if (hash > 0 && !Files.exists(Path.of(file)) && Files.isDirectory(Path.of(file.substring(0, hash)))) {
            return ShardFolder.of(Path.of(file.substring(0, hash)), file.substring(hash + 1));
        }
        return of(Path.of(file));
    }

    /** {@link #of(String)} of a path. */
    public static List<Sentence> of(Path file) {
        if (Files.isDirectory(file)) {
            return ShardFolder.of(file, "");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "a file of sentences", "no such file", "");
        }
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            return some(ParquetSentences.of(file), file.toString());
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
        String text = content.strip().replaceFirst("^\\uFEFF\\s*", "");
        List<Sentence> sentences = text.startsWith("[") || text.startsWith("{")
                ? json(text, where)
                : SentenceTable.of(text, where).map(SentenceTable::sentences).orElseGet(() -> lines(text, where));
        return some(sentences, where);
    }

    private static List<Sentence> some(List<Sentence> sentences, String where) {
        if (sentences.isEmpty()) {
            throw new InputException(where, "at least one sentence", "no text", "Give " + SHAPES + ".");
        }
        return sentences;
    }

    private static List<Sentence> lines(String text, String where) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Sentence(valid(line, where), ""))
                .toList();
    }

    /** One value, or several objects one behind the other, which is what JSON Lines are. */
    private static List<Sentence> json(String text, String where) {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                values.add(JSON.readTree(parser));
            }
        } catch (JacksonException e) {
            var at = e.getLocation();
            boolean twice = e.getOriginalMessage().startsWith("Duplicate field");
            throw new InputException(
                    where + (at == null ? "" : ", line " + at.getLineNr()),
                    twice ? "each key once" : "JSON, since it begins with " + text.charAt(0),
                    twice ? e.getOriginalMessage().replace("Duplicate field", "a second") : e.getOriginalMessage(),
                    twice
                            ? "Put the sentences of both into one list."
                            : "Correct it, or begin a text file with another character.",
                    e);
        } catch (IOException e) {
            throw new InputException(where, "JSON", e.toString(), "", e);
        }
        JsonNode first = values.get(0);
        if (values.size() == 1 && first.isObject() && promptOf(first).isEmpty()) {
            return labels(first, where);
        }
        if (values.size() == 1 && first.isArray()) {
            return prompts(first, where + ", entry ");
        }
        return prompts(values, where + ", value ");
    }

    private static List<Sentence> prompts(Iterable<JsonNode> entries, String where) {
        List<Sentence> sentences = new ArrayList<>();
        for (JsonNode entry : entries) {
            String at = where + sentences.size();
            JsonNode prompt = promptOf(entry)
                    .orElseThrow(() -> new InputException(
                            at, "an object with \"prompt\"", shorten(entry), "Shapes: " + SHAPES + "."));
            sentences.add(new Sentence(nonBlank(prompt, at), label(entry.path(LABEL), at)));
        }
        return sentences;
    }

    private static Optional<JsonNode> promptOf(JsonNode entry) {
        return PROMPT_KEYS.stream()
                .filter(key ->
                        entry.isObject() && entry.has(key) && !entry.path(key).isArray())
                .map(entry::get)
                .findFirst();
    }

    /** A list of one label is that label. */
    private static String label(JsonNode node, String at) {
        if (node.isArray() && node.size() == 1) {
            return label(node.get(0), at);
        }
        if (node.isContainerNode()) {
            throw new InputException(
                    at + ", label",
                    "one label, or none",
                    shorten(node),
                    "Write the sentence once for each label, or one label that says them all.");
        }
        return node.isMissingNode() || node.isNull() ? "" : node.asText();
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
        return valid(node.asText(), at);
    }

    /** A sentence that is not blank and can be written in UTF-8. */
    static String valid(String sentence, String at) {
        if (sentence.isBlank()) {
            throw new InputException(at, "a sentence that is not blank", "\"" + sentence + "\"", "");
        }
        Surrogates.refuse(sentence, at);
        return sentence;
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 57) + "…" : text;
    }
}
