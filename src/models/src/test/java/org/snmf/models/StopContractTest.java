package org.snmf.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;
import org.snmf.testkit.ground.StopContract;

/** Every long operation of a model keeps the contract of stops. */
class StopContractTest {
    private static final int STOPS = 6;
    private static LanguageModel model;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        model = EmbeddedModel.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private Map<String, StopContract.Operation> operations() {
        List<Sentence> sentences = EmbeddedModel.timeUnits().subList(0, 12);
        // A sentence is longer than a batch, so that each is one.
        CaptureOptions options = CaptureOptions.layers(0).withBatchTokens(2);
        int[] prompt = model.tokenizer().encode("the day").ids();
        return Map.of(
                "capture with a model whose weights were not read yet",
                progress -> {
                    try (LanguageModel fresh = EmbeddedModel.load()) {
                        return Capture.inMemory(fresh, sentences, options, progress)
                                .tokens()
                                .size();
                    }
                },
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

    @TestFactory
    Stream<DynamicTest> endsWithinOneStepOfAStop() {
        return operations().entrySet().stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation.getKey(), () -> StopContract.check(operation.getValue(), STOPS)));
    }
}
