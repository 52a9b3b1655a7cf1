package org.snmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.encode.Encoder;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.compare.RankTable;
import org.snmf.factorize.compare.Restarts;
import org.snmf.factorize.compare.Stability;
import org.snmf.factorize.fit.Snmf;
import org.snmf.features.TopContexts;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.finetune.FineTuneOptions;
import org.snmf.hierarchy.finetune.JointFineTuning;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.StopAfter;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/**
 * The contract of every long operation: a stop at its i-th report, whatever i is, ends it after at most one more, with the best
 * so far, or with a refusal that says that there was nothing yet.
 */
class StopContractTest {
    private static final int NEURONS = 24;
    private static final int TOKENS = 300;
    private static final ActivationMatrix A = matrix();
    private static final SnmfOptions FIT = SnmfOptions.rank(6).withSparsity(0.3).withStopping(Stopping.after(12));

    @TempDir
    Path folder;

    /** A long operation; gives how much of its result there is. */
    @FunctionalInterface
    private interface Operation {
        int run(Progress progress);
    }

    private static ActivationMatrix matrix() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[NEURONS * TOKENS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(0, random.nextGaussian());
        }
        return Matrices.dense(NEURONS, TOKENS, values);
    }

    private static int iterations(Factorization f) {
        return f.trace().size();
    }

    private Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        for (Initialization start : Initialization.values()) {
            SnmfOptions options = FIT.withInitialization(start);
            all.put("fit from " + start.key(), progress -> iterations(Snmf.fit(A, options, progress)));
            all.put(
                    "streamed fit from " + start.key(),
                    progress -> iterations(Snmf.fit(A, options.withMemoryBudget(150_000), progress)));
        }
        Factorization fitted = Snmf.fit(A, FIT, Progress.NONE);
        all.put(
                "fit with a checkpoint",
                progress -> iterations(new Snmf(FIT)
                        .withCheckpoint(folder.resolve("fit" + System.nanoTime()), 1e-9)
                        .fit(A, progress)));
        all.put("restarts", progress -> Restarts.fit(A, FIT, 3, progress).runs().size());
        all.put("stability", progress -> Stability.run(A, FIT, 3, progress).features().length);
        all.put("ranks", progress -> RankTable.run(A, FIT, List.of(2, 4), 2, progress)
                .rows()
                .size());
        all.put("encode", progress -> new Encoder(fitted.features(), 2)
                .encode(A, progress)
                .tokens());
        all.put("read features", progress -> TopContexts.of(fitted, tokens())
                .features(5, progress)
                .size());
        RecursiveSnmf recursive = new RecursiveSnmf(RecursiveOptions.of(FIT, 6, 3));
        all.put("recursive fit", progress -> recursive.fit(A, progress).depth());
        Hierarchy hierarchy = recursive.fit(A, Progress.NONE);
        FineTuneOptions tuning =
                new FineTuneOptions(FineTuneOptions.Form.CONSTRAINED, FineTuneOptions.Objective.EVERY_LEVEL, 10, 0, 1);
        all.put("fine-tune", progress -> new JointFineTuning(tuning)
                .run(A, hierarchy, progress)
                .fineTuning()
                .size());
        return all;
    }

    private static TokenTable tokens() {
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < TOKENS; t++) {
            tokens.add(new Token(t, "w", 0, t, 0, 1));
        }
        return new TokenTable(List.of(new Sentence("w", "")), tokens);
    }

    @TestFactory
    Stream<DynamicTest> endsWithinOneStepOfAStop() {
        return operations().entrySet().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.getKey(), () -> check(operation.getValue())));
    }

    private static void check(Operation operation) {
        StopAfter never = new StopAfter(Integer.MAX_VALUE);
        int whole = operation.run(never);
        assertThat(never.steps).as("it reports").isNotEmpty();
        for (int i = 0; i < never.steps.size(); i += Math.max(1, never.steps.size() / 12)) {
            StopAfter stop = new StopAfter(i);
            try {
                assertThat(operation.run(stop)).as("result of a stop at %d", i).isBetween(0, whole);
            } catch (InputException nothingYet) {
                assertThat(nothingYet).hasMessageContaining("stop");
            }
            assertThat(stop.steps.size()).as("reports of a stop at %d", i).isLessThanOrEqualTo(i + 1);
        }
    }
}
