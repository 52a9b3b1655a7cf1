package org.snmf.factorize.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.compare.Restarts.Kept;
import org.snmf.factorize.compare.Restarts.Run;
import org.snmf.factorize.fit.Planted;
import org.snmf.factorize.fit.Snmf;
import org.snmf.factorize.fit.SnmfContract;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopAfter;

class RestartsTest {
    private static final int ITERATIONS = 15;

    private final ActivationMatrix a = Planted.of(120, 500, 8, 2).activations();
    private final SnmfOptions options =
            SnmfOptions.rank(8).withSparsity(0.06).withSeed(3).withThreads(1).withStopping(Stopping.after(ITERATIONS));

    @TempDir
    private Path folder;

    private Restarts resumed(int count, Path file, Progress progress) {
        return Restarts.fit(a, options, count, Map.of(), Optional.of(new Kept(file, 1e9)), progress);
    }

    @Test
    void theFitOfLeastErrorIsKeptAndAllAreRecorded() throws Exception {
        Restarts restarts = Restarts.fit(a, options, 4, Progress.NONE);
        assertThat(restarts.runs()).hasSize(4).extracting(Run::seed).doesNotHaveDuplicates();
        Run least = restarts.runs().stream()
                .min(Comparator.comparingDouble(Run::relativeError))
                .orElseThrow();
        assertThat(restarts.best().relativeError()).isEqualTo(least.relativeError());
        assertThat(restarts.runs().get(restarts.kept())).isEqualTo(least);
        assertThat(restarts.stopped()).isFalse();
        Map<String, String> record = restarts.best().provenance().options();
        assertThat(record).containsEntry("restart-seed", "3");
        assertThat(new ObjectMapper().readValue(record.get("restarts"), Run[].class))
                .containsExactlyElementsOf(restarts.runs());
    }

    @Test
    void iterationsCountAsPartsOfTheFitsThatAreToldOf() {
        List<Double> shares = new ArrayList<>();
        Restarts.fit(a, options, 2, Progress.of(step -> shares.add(step.fraction()), warning -> {}));
        assertThat(shares).isSorted().contains(0.5, 1.0);
        assertThat(shares.stream().filter(share -> share > 0 && share < 0.5)).hasSizeGreaterThan(ITERATIONS / 2);
    }

    @Test
    void theFirstIsThePlainFitAndTheKeptOneIsReproducedAlone() {
        SnmfContract.assertSame(
                Snmf.fit(a, options, Progress.NONE),
                Restarts.fit(a, options, 1, Progress.NONE).best());
        Path file = folder.resolve("f.safetensors");
        Restarts.fit(a, options, 3, Progress.NONE).best().save(file);
        assertThat(Reproduction.of(Factorization.load(file), a, Map.of(), Progress.NONE)
                        .sameBytes())
                .isTrue();
    }

    @Test
    void aStopKeepsTheBestSoFarAndGoesOnToTheSameBytes() {
        Restarts whole = Restarts.fit(a, options, 3, Progress.NONE);
        Path file = folder.resolve("restarts.safetensors");
        StopAfter stop = new StopAfter(ITERATIONS + 1 + 5);
        Restarts part = resumed(3, file, stop);
        assertThat(part.stopped()).isTrue();
        assertThat(part.runs()).hasSize(2);
        assertThat(part.runs().get(0)).isEqualTo(whole.runs().get(0));
        assertThat(part.runs().get(1).iterations()).isEqualTo(5);
        assertThat(part.kept()).isZero();
        assertThat(stop.warnings).containsExactly("Stopped in restart 2 of 3: the best so far is kept.");
        Restarts rest = resumed(3, file, Progress.NONE);
        assertThat(rest.runs()).isEqualTo(whole.runs());
        SnmfContract.assertSame(whole.best(), rest.best());
        assertThat(rest.best().provenance().options())
                .isEqualTo(whole.best().provenance().options());
        assertThat(folder.toFile().list()).containsExactly("restarts.safetensors");
        assertThat(resumed(5, file, Progress.NONE).runs().subList(0, 3)).isEqualTo(whole.runs());
    }

    @Test
    void aCheckpointOfOtherOptionsOrAnotherMatrixIsRefused() {
        Path file = folder.resolve("restarts.safetensors");
        resumed(1, file, Progress.NONE);
        Optional<Kept> kept = Optional.of(new Kept(file, 1e9));
        for (SnmfOptions other : List.of(options.withSeed(4), options.withRank(7))) {
            assertThatThrownBy(() -> Restarts.fit(a, other, 2, Map.of(), kept, Progress.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a checkpoint of restarts with");
        }
        ActivationMatrix another = Planted.of(120, 500, 8, 5).activations();
        assertThatThrownBy(() -> Restarts.fit(another, options, 2, Map.of(), kept, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("squared norm");
        Snmf.fit(a, options, Progress.NONE).save(file);
        assertThatThrownBy(() -> resumed(2, file, Progress.NONE)).hasMessageContaining("another factorization");
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void noRestartAtAllIsRefused() {
        assertThatThrownBy(() -> Restarts.fit(a, options, 0, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("restarts: expected at least 1, found 0. Take 5");
    }
}
