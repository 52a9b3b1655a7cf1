package org.snmf.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/** The token table as two files of JSON lines: {@code tokens.jsonl} and, beside it, {@code sentences.jsonl}. */
final class TokenFiles {
    private static final String TOKENS = "tokens.jsonl";
    private static final String SENTENCES = "sentences.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenFiles() {}

    static void write(Path folder, TokenTable table) {
        StringBuilder sentences = new StringBuilder();
        for (Sentence sentence : table.sentences()) {
            sentences
                    .append(JSON.createObjectNode().put("text", sentence.text()).put("label", sentence.label()))
                    .append('\n');
        }
        StringBuilder tokens = new StringBuilder();
        for (Token token : table.tokens()) {
            ObjectNode node = JSON.createObjectNode()
                    .put("id", token.id())
                    .put("text", token.text())
                    .put("sentence", token.sentence())
                    .put("position", token.position())
                    .put("start", token.start())
                    .put("end", token.end())
                    .put("label", table.sentence(token.sentence()).label());
            tokens.append(node).append('\n');
        }
        AtomicFile.write(folder.resolve(SENTENCES), sentences.toString());
        AtomicFile.write(folder.resolve(TOKENS), tokens.toString());
    }

    static TokenTable read(Path folder) {
        List<Sentence> sentences = new ArrayList<>();
        for (JsonNode node : lines(folder.resolve(SENTENCES), "text", "label")) {
            sentences.add(
                    new Sentence(node.get("text").asText(), node.get("label").asText()));
        }
        List<Token> tokens = new ArrayList<>();
        for (JsonNode node : lines(folder.resolve(TOKENS), "id", "text", "sentence", "position", "start", "end")) {
            tokens.add(new Token(
                    node.get("id").asInt(),
                    node.get("text").asText(),
                    node.get("sentence").asInt(),
                    node.get("position").asInt(),
                    node.get("start").asInt(),
                    node.get("end").asInt()));
        }
        try {
            return new TokenTable(sentences, tokens);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    folder.resolve(TOKENS).toString(),
                    "tokens that fit their sentences",
                    e.getMessage(),
                    "Capture the data again.",
                    e);
        }
    }

    private static List<JsonNode> lines(Path file, String... fields) {
        List<JsonNode> nodes = new ArrayList<>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode node = JSON.readTree(line);
                for (String field : fields) {
                    if (!node.has(field)) {
                        throw new InputException(file + ", line " + (nodes.size() + 1), "a field " + field, line, "");
                    }
                }
                nodes.add(node);
            }
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ", line " + (nodes.size() + 1), "a JSON object", e.getOriginalMessage(), "", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Capture the data again.", e);
        }
        return nodes;
    }
}
