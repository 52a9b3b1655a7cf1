package org.snmf.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;

/**
 * The contract of every long operation: a stop at its i-th report, whatever i is, ends it after at most one more, with the best
 * so far, or with a refusal that says that there was nothing yet.
 */
class StopContractTest {
    private static final int REPORTS_TRIED = 6;
    private static LanguageModel model;

    @TempDir
    Path folder;

    /** A long operation; gives how much of its result there is. */
    @FunctionalInterface
    private interface Operation {
        int run(Progress progress);
    }

    @BeforeAll
    static void load() {
        model = EmbeddedModel.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private Map<String, Operation> operations() {
        List<Sentence> sentences = EmbeddedModel.timeUnits().subList(0, 12);
        // A sentence is longer than a batch, so that each is one.
        CaptureOptions options = CaptureOptions.layers(0).withBatchTokens(2);
        int[] prompt = model.tokenizer().encode("the day").ids();
        return Map.of(
                "capture",
                progress -> Capture.inMemory(model, sentences, options, progress)
                        .tokens()
                        .size(),
                "capture into a folder",
                progress -> (int) Capture.toFolder(
                                model, sentences, options, folder.resolve("store" + System.nanoTime()), progress)
                        .tokens(),
                "generate",
                progress -> Generation.generate(
                                model,
                                List.of(prompt),
                                List.of(),
                                GenerationOptions.greedy(8),
                                Generation.Listener.NONE,
                                progress)
                        .get(0)
                        .length);
    }

    private static final class StopAt implements Progress {
        private final int limit;
        private int reports;

        StopAt(int limit) {
            this.limit = limit;
        }

        @Override
        public void report(Step step) {
            reports++;
        }

        @Override
        public boolean stopRequested() {
            return reports >= limit;
        }

        @Override
        public void warn(String message) {}
    }

    @TestFactory
    Stream<DynamicTest> endsWithinOneStepOfAStop() {
        return operations().entrySet().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.getKey(), () -> check(operation.getValue())));
    }

    private static void check(Operation operation) {
        StopAt never = new StopAt(Integer.MAX_VALUE);
        int whole = operation.run(never);
        assertThat(never.reports).as("it reports").isPositive();
        for (int i = 0; i < never.reports; i += Math.max(1, never.reports / REPORTS_TRIED)) {
            StopAt stop = new StopAt(i);
            try {
                assertThat(operation.run(stop)).as("result of a stop at %d", i).isBetween(0, whole);
            } catch (InputException nothingYet) {
                assertThat(nothingYet).hasMessageContaining("stop");
            }
            assertThat(stop.reports).as("reports of a stop at %d", i).isLessThanOrEqualTo(i + 1);
        }
    }
}
