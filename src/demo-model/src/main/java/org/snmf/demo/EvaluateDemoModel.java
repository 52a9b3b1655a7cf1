package org.snmf.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.data.DataSet;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;

/**
 * The program that measures the embedded model and prints the tables of its card: {@code mvn -q -Pevaluate-demo-model
 * process-classes}, or this class with a model's folder, the folder of the text written by hand and the files of kept
 * sentences.
 */
public final class EvaluateDemoModel {
    private EvaluateDemoModel() {}

    /** @param arguments the model's folder, the folder of paragraphs, then files of kept sentences */
    public static void main(String[] arguments) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String file : List.of(arguments).subList(2, arguments.length)) {
            kept.put(
                    Path.of(file).getFileName().toString(),
                    DataSet.of(Path.of(file)).stream().map(Sentence::text).toList());
        }
        try (LanguageModel model = LanguageModel.load(Path.of(arguments[0]))) {
            System.out.print(DemoModelEvaluation.of(
                            model, TrainingOptions.SHIPPED, WrittenText.read(Path.of(arguments[1])), kept)
                    .markdown());
        }
    }
}
