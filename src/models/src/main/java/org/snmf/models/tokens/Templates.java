package org.snmf.models.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.snmf.errors.InputException;

/**
 * Templates of post-processors: what they name must be there. The tokenizers library looks it up only when it encodes, and
 * ends the whole process where it finds nothing.
 */
final class Templates {
    private Templates() {}

    /** @throws InputException if a template names a special token or a sequence that it has not */
    static void check(Path file, JsonNode postProcessor) {
        Deque<JsonNode> left = new ArrayDeque<>();
        left.push(postProcessor);
        while (!left.isEmpty()) {
            JsonNode processor = left.pop();
            processor.path("processors").forEach(left::push);
            if (processor.path("type").asText().equals("TemplateProcessing")) {
                check(file, processor, "single");
                check(file, processor, "pair");
            }
        }
    }

    private static void check(Path file, JsonNode template, String kind) {
        for (JsonNode piece : template.path(kind)) {
            String token = piece.path("SpecialToken").path("id").asText();
            boolean absent = piece.has("SpecialToken")
                    && !template.path("special_tokens").has(token);
            boolean second = kind.equals("single")
                    && piece.path("Sequence").path("id").asText().equals("B");
            if (absent || second) {
                throw new InputException(
                        file + ", post_processor." + kind,
                        absent ? "special tokens that special_tokens has" : "the one sequence A",
                        absent ? "\"" + token + "\"" : "the sequence B",
                        "Download the file again.");
            }
        }
    }
}
