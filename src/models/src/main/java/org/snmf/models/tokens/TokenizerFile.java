package org.snmf.models.tokens;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.snmf.errors.InputException;

/** What tokenizer.json and its neighbours say besides the algorithm: entries, special tokens, begin token. */
final class TokenizerFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> entries = new HashMap<>();
    private final Set<Integer> special = new HashSet<>();
    private final Set<Integer> added = new HashSet<>();
    private final TokenText tokenText;
    private final int size;
    private final OptionalInt bos;
    private final boolean addsBos;

    private TokenizerFile(Path path, JsonNode json, JsonNode settings, JsonNode model) {
        this.path = path;
        readEntries(json);
        if (ids.isEmpty()) {
            throw new InputException(
                    path.toString(), "a vocabulary under model.vocab", "none", "Download the file again.");
        }
        this.size = Collections.max(entries.keySet()) + 1;
        this.tokenText = TokenText.of(json);
        this.bos = findBos(settings, model);
        this.addsBos = bos.isPresent() && addsBos(json, settings);
    }

    static TokenizerFile read(Path directory) {
        Path path = directory.resolve("tokenizer.json");
        if (!Files.isRegularFile(path)) {
            throw new InputException(
                    path.toString(),
                    "a tokenizer.json",
                    "no such file",
                    "Models without one can be given token ids, but no text.");
        }
        return new TokenizerFile(
                path,
                parse(path),
                parseIfThere(directory.resolve("tokenizer_config.json")),
                parseIfThere(directory.resolve("config.json")));
    }

    private static JsonNode parseIfThere(Path file) {
        return Files.isRegularFile(file) ? parse(file) : JSON.createObjectNode();
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (JacksonException e) {
            throw new InputException(file.toString(), "JSON", e.getOriginalMessage(), "Download the file again.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }

    /** The vocabulary is an object token → id (BPE, WordPiece) or a list of [token, score] (Unigram). */
    private void readEntries(JsonNode json) {
        JsonNode vocab = json.path("model").path("vocab");
        if (vocab.isObject()) {
            vocab.properties()
                    .forEach(entry -> put(entry.getKey(), entry.getValue().asInt()));
        } else {
            for (int id = 0; id < vocab.size(); id++) {
                put(vocab.get(id).path(0).asText(), id);
            }
        }
        for (JsonNode token : json.path("added_tokens")) {
            int id = token.path("id").asInt();
            put(token.path("content").asText(), id);
            added.add(id);
            if (token.path("special").asBoolean(false)) {
                special.add(id);
            }
        }
    }

    private void put(String token, int id) {
        ids.put(token, id);
        entries.put(id, token);
    }

    private OptionalInt findBos(JsonNode settings, JsonNode model) {
        JsonNode named = settings.path("bos_token");
        String token = named.isObject() ? named.path("content").asText("") : named.asText("");
        if (ids.containsKey(token)) {
            return OptionalInt.of(ids.get(token));
        }
        int id = model.path("bos_token_id").asInt(-1);
        return entries.containsKey(id) ? OptionalInt.of(id) : OptionalInt.empty();
    }

    /** An explicit setting decides; without one, the template that the tokenizer itself would apply. */
    private boolean addsBos(JsonNode json, JsonNode settings) {
        if (settings.path("add_bos_token").isBoolean()) {
            return settings.path("add_bos_token").asBoolean();
        }
        JsonNode processor = json.path("post_processor");
        if (templateBeginsWithBos(processor)) {
            return true;
        }
        for (JsonNode part : processor.path("processors")) {
            if (templateBeginsWithBos(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean templateBeginsWithBos(JsonNode processor) {
        String token =
                processor.path("single").path(0).path("SpecialToken").path("id").asText("");
        return ids.containsKey(token) && ids.get(token) == bos.getAsInt();
    }

    Path path() {
        return path;
    }

    int size() {
        return size;
    }

    Set<Integer> special() {
        return special;
    }

    OptionalInt bos() {
        return bos;
    }

    boolean addsBos() {
        return addsBos;
    }

    Optional<Integer> idOf(String token) {
        return Optional.ofNullable(ids.get(token));
    }

    /** An id that no entry has, as some vocabularies leave gaps, shows as its number. */
    String text(int id) {
        String entry = entries.get(id);
        if (entry == null) {
            return "<" + id + ">";
        }
        return added.contains(id) ? entry : tokenText.of(entry);
    }
}
