package org.snmf.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snmf.data.DataSet;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;

/**
 * The program that makes the embedded model: {@code mvn -q -Ptrain-demo-model process-classes}, or this class with a
 * folder to write to and the files of sentences that must not be trained on. Being a program, it prints.
 */
public final class TrainDemoModel {
    private static final int EVERY = 10;

    private TrainDemoModel() {}

    /** @param arguments the output folder, then files of kept sentences; "--steps=N" for a short trial */
    public static void main(String[] arguments) throws java.io.IOException {
        TrainingOptions options = TrainingOptions.SHIPPED;
        List<String> kept = new java.util.ArrayList<>();
        Path output = Path.of(arguments[0]);
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (argument.startsWith("--steps=")) {
                options = options.shortened(
                        options.sentences(), Integer.parseInt(argument.substring("--steps=".length())));
            } else {
                DataSet.of(Path.of(argument)).stream().map(Sentence::text).forEach(kept::add);
            }
        }
        Files.createDirectories(output);
        long start = System.nanoTime();
        new DemoModelTrainer(options, kept).train(output, Progress.of(step -> print(step, start), System.out::println));
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
