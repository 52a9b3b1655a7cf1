package org.snmf.encode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.Coefficients;
import org.snmf.store.Provenance;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/**
 * The coefficients of text for given features as a safetensors file: the tensor {@code y} (F32, [k, m]); metadata
 * {@code format}, {@code tokens} (JSON list of [sentence, position, id, text] for each column), {@code sentences} (JSON list)
 * and {@code provenance} (JSON).
 */
public final class CoefficientsFile {
    /** The mark of such a file. */
    public static final String FORMAT = "snmf-coefficients-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CoefficientsFile() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @param y Y (k × m)
     * @param tokens what its m columns are
     * @throws IllegalArgumentException if the two disagree about m
     */
    public static void save(Coefficients y, TokenTable tokens, Provenance provenance, Path file) {
        if (y.tokens() != tokens.size()) {
            throw new IllegalArgumentException("expected " + y.tokens() + " tokens, found " + tokens.size());
        }
        Map<String, String> metadata = Map.of(
                "format", FORMAT,
                "tokens", tokens(tokens),
                "sentences", sentences(tokens),
                "provenance", provenance.toJson());
        List<Spec> specs = List.of(Spec.of("y", TensorType.F32, y.features(), y.tokens()));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata, specs)) {
            for (int r = 0; r < y.features(); r++) {
                writer.write(y.feature(r));
            }
            writer.commit();
        }
    }

    private static String tokens(TokenTable table) {
        ArrayNode list = JSON.createArrayNode();
        for (Token token : table.tokens()) {
            list.addArray()
                    .add(token.sentence())
                    .add(token.position())
                    .add(token.id())
                    .add(token.text());
        }
        return written(list);
    }

    private static String sentences(TokenTable table) {
        ArrayNode list = JSON.createArrayNode();
        table.sentences().forEach(sentence -> list.add(sentence.text()));
        return written(list);
    }

    private static String written(ArrayNode list) {
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings are always writable", e);
        }
    }
}
