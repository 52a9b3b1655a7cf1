package org.snmf.models.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;

/** Captures that end at any moment and are run again give the bytes of one that was not disturbed. */
class CaptureResumeTest {
    private static final int MOMENTS = 20;
    private static final CaptureOptions OPTIONS = CaptureOptions.layers(0).withBatchTokens(4);

    @TempDir
    Path parent;

    /** Someone who counts the steps and asks to stop, or fails, at one of them. */
    private static final class EndAt implements Progress {
        private final int limit;
        private final boolean fails;
        private int steps;

        EndAt(int limit, boolean fails) {
            this.limit = limit;
            this.fails = fails;
        }

        @Override
        public void report(Step step) {
            steps++;
            if (fails && steps == limit) {
                throw new OutOfMemoryError("no heap left, says a test");
            }
        }

        @Override
        public boolean stopRequested() {
            return !fails && steps >= limit;
        }

        @Override
        public void warn(String message) {}
    }

    @Test
    void endsAtRandomMomentsAndGoesOnToTheSameBytes() throws IOException {
        List<Sentence> sentences = EmbeddedModel.timeUnits().subList(0, 30);
        try (LanguageModel model = EmbeddedModel.load()) {
            EndAt counted = new EndAt(Integer.MAX_VALUE, false);
            Capture.toFolder(model, sentences, OPTIONS, parent.resolve("undisturbed"), counted);
            Map<String, String> expected = content("undisturbed");
            Random random = new Random(7);
            int kept = 0;
            for (int moment = 0; moment < MOMENTS; moment++) {
                String name = "store" + moment;
                Path folder = parent.resolve(name);
                int limit = 1 + random.nextInt(counted.steps);
                if (moment % 2 == 0) {
                    stop(model, sentences, folder, limit);
                } else {
                    assertThatThrownBy(
                                    () -> Capture.toFolder(model, sentences, OPTIONS, folder, new EndAt(limit, true)))
                            .isInstanceOf(OutOfMemoryError.class);
                }
                CaptureReport report = Capture.toFolder(model, sentences, OPTIONS, folder, Progress.NONE);
                kept += report.resumed() > 0 ? 1 : 0;
                assertThat(report.stopped()).isFalse();
                assertThat(content(name)).as("ended at step " + limit).isEqualTo(expected);
            }
            assertThat(kept).as("captures that went on from something").isGreaterThan(MOMENTS / 2);
        }
        try (Stream<Path> names = Files.list(parent)) {
            assertThat(names).hasSize(1 + MOMENTS);
        }
    }

    private static void stop(LanguageModel model, List<Sentence> sentences, Path folder, int limit) {
        try {
            Capture.toFolder(model, sentences, OPTIONS, folder, new EndAt(limit, false));
        } catch (InputException nothingYet) {
            assertThat(nothingYet).hasMessageContaining("before a stop");
        }
    }

    /** What the files hold, without the time of making. */
    private Map<String, String> content(String name) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(parent.resolve(name))) {
            for (Path file : files.toList()) {
                String text = file.toString().endsWith(".json")
                        ? Files.readString(file).replaceAll("\"created\" : \"[^\"]*\"", "")
                        : Arrays.toString(Files.readAllBytes(file));
                content.put(file.getFileName().toString(), text);
            }
        }
        return content;
    }
}
