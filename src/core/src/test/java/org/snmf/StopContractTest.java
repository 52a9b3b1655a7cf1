package org.snmf;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.encode.Encoder;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.compare.RankTable;
import org.snmf.factorize.compare.Restarts;
import org.snmf.factorize.compare.Stability;
import org.snmf.factorize.fit.Snmf;
import org.snmf.features.FeatureSet;
import org.snmf.features.TopContexts;
import org.snmf.files.Sha256;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.finetune.FineTuneOptions;
import org.snmf.hierarchy.finetune.JointFineTuning;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;
import org.snmf.testkit.ground.Small;
import org.snmf.testkit.ground.StopContract;

/** Every long operation of the core keeps the contract of stops. */
class StopContractTest {
    private static final int NEURONS = 24;
    private static final int TOKENS = 300;
    private static final ActivationMatrix A = Small.activations(NEURONS, TOKENS, 3);
    private static final SnmfOptions FIT = SnmfOptions.rank(6).withSparsity(0.3).withStopping(Stopping.after(12));

    @TempDir
    Path folder;

    private static int iterations(Factorization f) {
        return f.trace().size();
    }

    private Map<String, StopContract.Operation> operations() {
        Map<String, StopContract.Operation> all = new LinkedHashMap<>();
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
        all.put("read coefficients", progress -> TopContexts.of(FeatureSet.of(fitted), tokens(), progress)
                .rank());
        all.put("hash", progress -> Sha256.of(large(), progress).length());
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

    /** Large enough for some reports; it takes no room on the disk. */
    private Path large() {
        Path file = folder.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(5L * (64 << 20) / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
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
                .map(operation -> DynamicTest.dynamicTest(
                        operation.getKey(), () -> StopContract.check(operation.getValue(), 12)));
    }
}
