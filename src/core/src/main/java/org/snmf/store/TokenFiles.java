package org.snmf.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/** The token table as two files of JSON lines: {@code tokens.jsonl} and, beside it, {@code sentences.jsonl}. */
final class TokenFiles {
    private static final String TOKENS = "tokens.jsonl";
    private static final String SENTENCES = "sentences.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenFiles() {}

    static void write(Path folder, TokenTable table) {
        AtomicFile.write(folder.resolve(SENTENCES), out -> {
            for (Sentence sentence : table.sentences()) {
                line(out, JSON.createObjectNode().put("text", sentence.text()).put("label", sentence.label()));
            }
        });
        AtomicFile.write(folder.resolve(TOKENS), out -> {
            for (Token token : table.tokens()) {
                line(
                        out,
                        JSON.createObjectNode()
                                .put("id", token.id())
                                .put("text", token.text())
                                .put("sentence", token.sentence())
                                .put("position", token.position())
                                .put("start", token.start())
                                .put("end", token.end())
                                .put("label", table.sentence(token.sentence()).label()));
            }
        });
    }

    private static void line(OutputStream out, ObjectNode node) throws IOException {
        out.write((node + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static TokenTable read(Path folder) {
        List<Sentence> sentences = lines(
                folder.resolve(SENTENCES),
                node -> new Sentence(
                        node.get("text").asText(), node.get("label").asText()),
                "text",
                "label");
        Map<String, String> texts = new HashMap<>();
        List<Token> tokens = lines(
                folder.resolve(TOKENS),
                node -> new Token(
                        node.get("id").asInt(),
                        texts.computeIfAbsent(node.get("text").asText(), text -> text),
                        node.get("sentence").asInt(),
                        node.get("position").asInt(),
                        node.get("start").asInt(),
                        node.get("end").asInt()),
                "id",
                "text",
                "sentence",
                "position",
                "start",
                "end");
        try {
            return new TokenTable(sentences, tokens);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    folder.resolve(TOKENS).toString(),
                    "tokens that fit their sentences",
                    String.valueOf(e.getMessage()),
                    "Capture the data again.",
                    e);
        }
    }

    private static <T> List<T> lines(Path file, Function<JsonNode, T> reading, String... fields) {
        List<T> read = new ArrayList<>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode node = JSON.readTree(line);
                for (String field : fields) {
                    if (!node.has(field)) {
                        throw new InputException(file + ", line " + (read.size() + 1), "a field " + field, line, "");
                    }
                }
                read.add(reading.apply(node));
            }
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ", line " + (read.size() + 1), "a JSON object", e.getOriginalMessage(), "", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Capture the data again.", e);
        }
        return read;
    }
}
