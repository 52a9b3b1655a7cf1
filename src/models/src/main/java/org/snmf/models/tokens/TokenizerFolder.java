package org.snmf.models.tokens;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snmf.errors.InputException;

/**
 * The files of a checkpoint folder that say how text becomes tokens.
 *
 * @param directory the folder
 * @param settings tokenizer_config.json; empty where it is missing, as for the others
 * @param model config.json
 * @param roles special_tokens_map.json
 * @param added added_tokens.json
 */
record TokenizerFolder(Path directory, JsonNode settings, JsonNode model, JsonNode roles, JsonNode added) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final String TOKENIZER = "tokenizer.json";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final List<String> BESIDE =
            List.of("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json");

    static TokenizerFolder of(Path directory) {
        return new TokenizerFolder(
                directory,
                parseIfThere(directory.resolve("tokenizer_config.json")),
                parseIfThere(directory.resolve("config.json")),
                parseIfThere(directory.resolve("special_tokens_map.json")),
                parseIfThere(directory.resolve("added_tokens.json")));
    }

    static boolean hasTokenizer(Path directory) {
        return Files.isRegularFile(directory.resolve(TOKENIZER)) || hasPair(directory);
    }

    private static boolean hasPair(Path directory) {
        return Files.isRegularFile(directory.resolve(VOCABULARY)) && Files.isRegularFile(directory.resolve(MERGES));
    }

    /** Whether there is tokenizer.json, and not only the two files that it replaced. */
    boolean isWhole() {
        return Files.isRegularFile(directory.resolve(TOKENIZER));
    }

    Path path() {
        return directory.resolve(isWhole() || !hasPair(directory) ? TOKENIZER : VOCABULARY);
    }

    /** All files that were read, for provenance. */
    List<Path> files() {
        Stream<Path> main =
                isWhole() ? Stream.of(path()) : Stream.of(directory.resolve(VOCABULARY), directory.resolve(MERGES));
        return Stream.concat(main, BESIDE.stream().map(directory::resolve).filter(Files::isRegularFile))
                .toList();
    }

    TokenizerClass tokenizerClass() {
        return TokenizerClass.of(settings, model);
    }

    /** tokenizer.json, or what it would hold of vocab.json and merges.txt, the files that GPT-2's first class wrote. */
    ObjectNode tokenizer() {
        Path whole = directory.resolve(TOKENIZER);
        if (Files.isRegularFile(whole)) {
            return object(whole);
        }
        if (!hasPair(directory)) {
            throw missing(whole);
        }
        if (tokenizerClass() != TokenizerClass.GPT2) {
            throw new InputException(
                    directory.toString(),
                    "a tokenizer.json, or the tokenizer class GPT2Tokenizer for vocab.json and merges.txt",
                    "the class " + TokenizerClass.name(settings, model).orElse("that no file names"),
                    "Write one in Python: AutoTokenizer.from_pretrained(\"FOLDER\").save_pretrained(\"FOLDER\").");
        }
        ObjectNode json = JSON.createObjectNode();
        ObjectNode model = json.put("version", "1.0").putObject("model");
        model.set("vocab", object(directory.resolve(VOCABULARY)));
        model.set("merges", merges(directory.resolve(MERGES)));
        return json;
    }

    private static InputException missing(Path whole) {
        boolean sentencePiece = Files.isRegularFile(whole.resolveSibling("tokenizer.model"));
        return new InputException(
                whole.toString(),
                "a tokenizer.json",
                sentencePiece ? "tokenizer.model, a SentencePiece file, alone" : "no such file",
                sentencePiece
                        ? "Write one in Python: AutoTokenizer.from_pretrained(\"FOLDER\").save_pretrained(\"FOLDER\")."
                        : "Models without one can be given token ids, as with --ids, but no text.");
    }

    private static ArrayNode merges(Path file) {
        ArrayNode merges = JSON.createArrayNode();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#version")) {
                    String[] pair = line.split(" ", -1);
                    if (pair.length != 2) {
                        throw new InputException(
                                file.toString(), "two tokens a line", "\"" + line + "\"", "Download the file again.");
                    }
                    merges.addArray().add(pair[0]).add(pair[1]);
                }
            }
            return merges;
        } catch (IOException e) {
            throw new InputException(file.toString(), "readable text in UTF-8", e.toString(), "", e);
        }
    }

    private static JsonNode parseIfThere(Path file) {
        return Files.isRegularFile(file) ? object(file) : JSON.createObjectNode();
    }

    private static ObjectNode object(Path file) {
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
                return object;
            }
            throw new InputException(file.toString(), "a JSON object", "something else", "Download the file again.");
        } catch (JacksonException e) {
            throw new InputException(file.toString(), "JSON", e.getOriginalMessage(), "Download the file again.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }
}
