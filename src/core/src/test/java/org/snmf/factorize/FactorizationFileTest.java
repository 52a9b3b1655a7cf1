package org.snmf.factorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.snmf.errors.InputException;
import org.snmf.factorize.fit.Planted;
import org.snmf.factorize.fit.Snmf;
import org.snmf.factorize.fit.SnmfContract;
import org.snmf.files.Safetensors;
import org.snmf.progress.Progress;

class FactorizationFileTest {
    @TempDir
    Path folder;

    private final Factorization f = new Snmf(
                    SnmfOptions.rank(5).withSparsity(0.1).withStopping(Stopping.after(6)))
            .fit(Planted.of(50, 300, 4, 2).activations(), Map.of("a", "sha"), Progress.NONE);

    @Test
    void readsWhatItSaved() {
        Path file = folder.resolve("f.safetensors");
        f.saveDense(file);
        Factorization back = Factorization.load(file);
        SnmfContract.assertSame(f, back);
        assertThat(back.options()).isEqualTo(f.options());
        assertThat(back.trace()).isEqualTo(f.trace());
        assertThat(back.stopReason()).isEqualTo(StopReason.ITERATIONS);
        assertThat(back.provenance()).isEqualTo(f.provenance());
        try (Safetensors in = Safetensors.open(file)) {
            float[] dense = in.tensor("z").floats();
            for (int r = 0; r < 5; r++) {
                for (int j = 0; j < 50; j++) {
                    assertThat(dense[j * 5 + r]).isEqualTo(f.features().column(r)[j]);
                }
            }
        }
    }

    @Test
    void givesItsFactorsAsArrays() {
        INDArray z = f.z();
        INDArray y = f.y();
        assertThat(z.shape()).containsExactly(50, 5);
        assertThat(y.shape()).containsExactly(5, 300);
        for (int r = 0; r < 5; r++) {
            int neuron = f.features().support(r)[0];
            assertThat(z.getFloat(neuron, r)).isEqualTo(f.features().values(r)[0]);
            assertThat(y.getFloat(r, 123)).isEqualTo(f.coefficients().get(r, 123));
        }
    }

    /** Saved by version 0.1.0: 3 features of a 24 x 60 matrix of noise. It must stay readable. */
    @Test
    void readsFilesOfEarlierVersions() {
        Factorization old = Factorization.load(Path.of("src/test/resources/golden/factorization-1.safetensors"));
        assertThat(old.relativeError()).isEqualTo(0.8159331224051696);
        assertThat(old.bestIteration()).isEqualTo(5);
        assertThat(old.coefficients().get(2, 59)).isEqualTo(0.15022954f);
        assertThat(old.features().support(1)).containsExactly(1, 3, 6, 11, 23);
        assertThat(old.options().seed()).isEqualTo(42);
        assertThat(old.options().stopping()).isEqualTo(Stopping.published(7, 1e-4, 5));
        assertThat(old.provenance().inputs()).containsEntry("a", "0123");
    }

    @Test
    void refusesWhatIsNoFactorization() throws IOException {
        Path golden = Path.of("src/test/resources/golden/peer.safetensors");
        assertThatThrownBy(() -> Factorization.load(golden))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without that mark");
        Path file = folder.resolve("f.safetensors");
        f.save(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
        assertThatThrownBy(() -> Factorization.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("truncated");
    }
}
