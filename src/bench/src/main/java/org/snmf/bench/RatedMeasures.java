package org.snmf.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snmf.experiments.judge.OfflineJudge;
import org.snmf.experiments.judge.RatedText;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;

/**
 * Measures the rated texts of the embedded model anew, as is due when that model changes: the texts and their ratings stay,
 * the offline judge's measures follow the model that reads them.
 *
 * <pre>RatedMeasures RATED-TEXTS.json</pre>
 */
public final class RatedMeasures {
    private RatedMeasures() {}

    public static void main(String[] args) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Path file = Path.of(args[0]);
        var rows = json.readTree(file.toFile());
        try (LanguageModel model = EmbeddedModel.load()) {
            OfflineJudge judge = new OfflineJudge(new SentenceSpace(), model);
            for (var row : rows) {
                RatedText rated = json.treeToValue(row, RatedText.class);
                if (rated.model().equals("embedded")) {
                    var measures = judge.measure(rated.target(), rated.continuations());
                    ((ObjectNode) row).set("measures", json.valueToTree(measures.get(0)));
                }
            }
        }
        Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n");
    }
}
