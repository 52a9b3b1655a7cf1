package org.snmf.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snmf.data.DataSet;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;

/**
 * The program that makes the embedded model: {@code mvn -q -Ptrain-demo-model process-classes}, or this class with a
 * folder to write to, the folder of the text written by hand and the files of sentences that must not be trained on.
 * Being a program, it prints.
 */
public final class TrainDemoModel {
    private static final int EVERY = 10;

    private TrainDemoModel() {}

    /**
     * @param arguments the output folder, the folder of paragraphs, then files of kept sentences; for a trial also
     *     {@code --NAME=VALUE} with the name of one of the {@link TrainingOptions}
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> changes = new HashMap<>();
        List<Path> paths = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                String[] pair = argument.substring(2).split("=", 2);
                changes.put(pair[0], pair.length == 2 ? pair[1] : "");
            } else {
                paths.add(Path.of(argument));
            }
        }
        Path output = paths.get(0);
        List<String> kept = paths.subList(2, paths.size()).stream()
                .flatMap(file -> DataSet.of(file).stream())
                .map(Sentence::text)
                .toList();
        TrainingOptions options = TrainingOptions.SHIPPED.with(changes);
        WrittenText written = WrittenText.read(paths.get(1));
        Files.createDirectories(output);
        long start = System.nanoTime();
        new DemoModelTrainer(options, written.training(), kept)
                .train(output, Progress.of(step -> print(step, start), System.out::println));
        System.out.printf("%s written after %.0f s%n", output, seconds(start));
    }

    private static void print(Step step, long start) {
        if (step.done() % EVERY == 0 || step.done() == 1) {
            System.out.printf(
                    "%5.0f s  %s %d of %d %s%n", seconds(start), step.task(), step.done(), step.total(), step.detail());
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
