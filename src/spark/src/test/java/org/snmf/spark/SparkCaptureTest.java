package org.snmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.cluster.Machines;
import org.snmf.cluster.Work;
import org.snmf.errors.InputException;
import org.snmf.factorize.fit.Cluster;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.CapturePart.ModelFolder;
import org.snmf.models.capture.CaptureReport;
import org.snmf.models.capture.ClusterCapture;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.ActivationStore;
import org.snmf.store.ActivationStoreWriter;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;

/** The capture of a Spark application is the capture of one machine. */
class SparkCaptureTest {
    private static final CaptureOptions OPTIONS = CaptureOptions.layers(0, 2)
            .withSites(Site.MLP_ACT, Site.RESID)
            .withLeaveOut(Set.of("the", "of"), true)
            .withBeginToken(true);
    private static final List<Sentence> SENTENCES = sentences();
    private static final AtomicInteger TRIES = new AtomicInteger();

    @TempDir
    static Path folder;

    private static LanguageModel model;
    private static ActivationStore alone;
    private static Cluster.Application spark;

    /** Of many lengths, and one of which nothing is kept. */
    private static List<Sentence> sentences() {
        List<Sentence> sentences = new ArrayList<>(EmbeddedModel.timeUnits().subList(0, 40));
        sentences.add(0, new Sentence("...", "nothing"));
        return sentences;
    }

    @BeforeAll
    static void capture() {
        model = EmbeddedModel.load();
        Capture.toFolder(model, SENTENCES, OPTIONS, folder.resolve("alone"), Progress.NONE);
        alone = ActivationStore.open(folder.resolve("alone"));
        // Two threads, and up to four tries of a task.
        spark = Cluster.find().connect("local[2,4]", Map.of());
    }

    @AfterAll
    static void end() {
        spark.close();
        alone.close();
        model.close();
    }

    @BeforeEach
    void count() {
        TRIES.set(0);
    }

    private static CaptureReport captured(ModelFolder place, String name, int partitions, Progress progress) {
        return new ClusterCapture(model, place, SENTENCES, OPTIONS)
                .toFolder(folder.resolve(name), partitions, Map.of("cluster", "local"), spark, progress);
    }

    private static void assertSame(String name) {
        try (ActivationStore store = ActivationStore.open(folder.resolve(name))) {
            assertThat(store.tokens().tokens()).isEqualTo(alone.tokens().tokens());
            assertThat(store.tokens().sentences()).isEqualTo(SENTENCES);
            assertThat(store.sites()).containsExactlyElementsOf(alone.sites());
            assertThat(store.provenance().inputs()).isEqualTo(alone.provenance().inputs());
            for (StoredSite site : alone.sites()) {
                ActivationMatrix expected = alone.activations(site.layer(), site.site());
                ActivationMatrix found = store.activations(site.layer(), site.site());
                for (int t = 0; t < expected.tokens(); t++) {
                    for (int j = 0; j < expected.neurons(); j++) {
                        float value = expected.block(t, 1).get(j);
                        assertThat(found.block(t, 1).get(j))
                                .isCloseTo(value, within(1e-5f * Math.max(1, Math.abs(value))));
                    }
                }
            }
        }
    }

    /** Nothing of the making is left within the store or beside it. */
    private static void assertTidy(String name) throws IOException {
        try (Stream<Path> beside = Files.list(folder);
                Stream<Path> within = Files.list(folder.resolve(name))) {
            assertThat(beside.map(path -> path.getFileName().toString()))
                    .noneMatch(file -> file.contains("." + name + "."));
            assertThat(within).allMatch(Files::isRegularFile);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theStoreIsThatOfOneMachine(int partitions) throws IOException {
        String name = "in-" + partitions;
        CaptureReport report = captured(EmbeddedModel::directory, name, partitions, Progress.NONE);
        assertSame(name);
        assertTidy(name);
        assertThat(report.tokens()).isEqualTo(alone.tokens().size());
        assertThat(report.stopped()).isFalse();
        assertThat(ActivationStore.provenanceOf(folder.resolve(name))
                        .orElseThrow()
                        .options())
                .containsEntry("cluster", "local")
                .containsEntry("partitions", String.valueOf(partitions))
                .containsEntry(
                        ActivationStoreWriter.KEY,
                        alone.provenance().options().get(ActivationStoreWriter.KEY) + "-of-" + partitions)
                .containsEntry("report.sentences", String.valueOf(SENTENCES.size()));
    }

    @Test
    void aTaskThatFailsIsDoneAgain() throws IOException {
        captured(
                () -> {
                    if (TRIES.incrementAndGet() == 1) {
                        throw new IllegalStateException("a machine that is lost, says a test");
                    }
                    return EmbeddedModel.directory();
                },
                "failed",
                3,
                Progress.NONE);
        assertThat(TRIES).hasValue(4);
        assertSame("failed");
        assertTidy("failed");
    }

    /** Stops when so many partitions are whole. */
    private static Progress stopAt(String partitions) {
        return new Progress() {
            private boolean stop;

            @Override
            public void report(Step step) {
                stop |= step.detail().startsWith(partitions);
            }

            @Override
            public boolean stopRequested() {
                return stop;
            }

            @Override
            public void warn(String message) {}
        };
    }

    @Test
    void aStopKeepsWholePartitionsAndTheSameCaptureGoesOn() throws IOException {
        ModelFolder counted = () -> {
            // The last ones take longer than it takes to be asked.
            if (TRIES.incrementAndGet() > 2) {
                sleep();
            }
            return EmbeddedModel.directory();
        };
        assertThatThrownBy(() -> captured(counted, "stopped", 5, stopAt("2 of")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("goes on");
        assertThat(folder.resolve("stopped")).doesNotExist();
        // What is left of the stopped work may come to its end; it does not matter.
        CaptureReport report = captured(counted, "stopped", 0, Progress.NONE);
        assertThat(report.resumed()).isPositive();
        assertThat(ActivationStore.provenanceOf(folder.resolve("stopped"))
                        .orElseThrow()
                        .options())
                .containsEntry("partitions", "5");
        assertSame("stopped");
    }

    @Test
    void aStopThatComesWhenAllPartitionsAreWholeLosesNothing() throws IOException {
        Machines stopLate = new Machines() {
            @Override
            public int usual() {
                return 3;
            }

            @Override
            public boolean run(List<? extends Work> work, BooleanSupplier goesOn) {
                work.forEach(part -> part.run(Progress.NONE));
                return false;
            }
        };
        CaptureReport report = new ClusterCapture(model, EmbeddedModel::directory, SENTENCES, OPTIONS)
                .toFolder(folder.resolve("late"), 0, Map.of("cluster", "none"), stopLate, Progress.NONE);
        assertThat(report.stopped()).isFalse();
        assertSame("late");
        assertTidy("late");
    }

    private static void sleep() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> captured(EmbeddedModel::directory, "many", SENTENCES.size() + 1, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("number of sentences");
        assertThatThrownBy(() -> captured(() -> Path.of("nowhere"), "model", 2, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> captured(
                        () -> {
                            throw new IllegalStateException("never");
                        },
                        "never",
                        2,
                        Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("what is done is kept");
    }
}
