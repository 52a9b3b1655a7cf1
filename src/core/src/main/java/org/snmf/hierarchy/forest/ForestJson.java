package org.snmf.hierarchy.forest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;

/** The JSON form of a forest: its rule, and its nodes by level, finest first. */
final class ForestJson {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private ForestJson() {}

    /** What the file holds. */
    private record Document(String format, EdgeRule rule, List<List<ForestNode>> levels) {}

    private static final String FORMAT = "snmf-forest-1";

    static String write(FeatureForest forest) {
        List<List<ForestNode>> levels =
                IntStream.range(0, forest.levelCount()).mapToObj(forest::level).toList();
        try {
            return JSON.writeValueAsString(new Document(FORMAT, forest.rule(), levels));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a forest is always writable as JSON", e);
        }
    }

    static FeatureForest read(String where, String json) {
        try {
            Document document = JSON.readValue(json, Document.class);
            if (!FORMAT.equals(document.format())) {
                throw new InputException(
                        where, "format \"" + FORMAT + "\"", "\"" + document.format() + "\"", "Export the tree again.");
            }
            check(where, document.levels());
            return new FeatureForest(document.rule(), document.levels());
        } catch (JsonProcessingException e) {
            throw new InputException(
                    where, "a forest as JSON", e.getOriginalMessage(), "Give a file that the tree was exported to.", e);
        }
    }

    private static void check(String where, List<List<ForestNode>> levels) {
        for (int i = 0; i < levels.size(); i++) {
            for (int r = 0; r < levels.get(i).size(); r++) {
                ForestNode node = levels.get(i).get(r);
                if (node.level() != i || node.feature() != r) {
                    throw new InputException(where, "node " + i + "." + r, "node " + node.id(), "");
                }
                int below = i == 0 ? 0 : levels.get(i - 1).size();
                int above = i + 1 < levels.size() ? levels.get(i + 1).size() : 0;
                boolean edgesFit = node.children().stream().allMatch(e -> e.child() >= 0 && e.child() < below);
                boolean parentsFit = node.parents().stream().allMatch(p -> p >= 0 && p < above);
                if (!edgesFit || !parentsFit) {
                    throw new InputException(where, "edges to existing nodes", "others at node " + node.id(), "");
                }
            }
        }
    }
}
