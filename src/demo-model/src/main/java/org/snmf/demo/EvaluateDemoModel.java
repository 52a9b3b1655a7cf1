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
 * process-classes}, or this class with the model's folder and the files of kept sentences.
 */
public final class EvaluateDemoModel {
    private EvaluateDemoModel() {}

    /** @param arguments the model's folder, then the files of kept sentences with which it was trained */
    public static void main(String[] arguments) {
        Map<String, List<Sentence>> handWritten = new LinkedHashMap<>();
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            handWritten.put(Path.of(file).getFileName().toString(), DataSet.of(Path.of(file)));
        }
        try (LanguageModel model = LanguageModel.load(Path.of(arguments[0]))) {
            System.out.print(DemoModelEvaluation.of(model, TrainingOptions.SHIPPED, handWritten)
                    .markdown());
        }
    }
}
