package org.snmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/** The fit of a Spark application is the fit of one machine. */
class SparkFitTest {
    private static final SnmfOptions OPTIONS = SnmfOptions.rank(10)
            .withSparsity(0.25)
            .withThreads(1)
            .withStopping(new Stopping(20, 0, 10, 10, Double.POSITIVE_INFINITY, false));

    @TempDir
    static Path folder;

    private static JavaSparkContext spark;
    private static ActivationMatrix a;

    @BeforeAll
    static void store() throws IOException {
        a = Planted.write(folder);
        spark = new JavaSparkContext(
                new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void end() {
        spark.stop();
    }

    private static SparkTokens tokens(String address, int partitions) {
        return new SparkTokens(spark, address, 0, "mlp_act", partitions);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void errorsAreThoseOfOneMachine(int partitions) {
        Factorization alone = Snmf.fit(a, OPTIONS, Progress.NONE);
        Factorization together = new Snmf(OPTIONS).fit(tokens(folder.toString(), partitions), Map.of(), Progress.NONE);
        assertThat(together.trace()).hasSameSizeAs(alone.trace());
        for (int i = 0; i < alone.trace().size(); i++) {
            double expected = alone.trace().get(i).relativeError();
            assertThat(together.trace().get(i).relativeError()).isCloseTo(expected, within(1e-6 * expected));
        }
        assertThat(together.bestIteration()).isEqualTo(alone.bestIteration());
        for (int r = 0; r < 10; r++) {
            float[] expected = alone.coefficients().feature(r);
            float[] found = together.coefficients().feature(r);
            for (int t = 0; t < a.tokens(); t++) {
                assertThat(found[t]).isCloseTo(expected[t], within(1e-4f));
            }
        }
    }

    @Test
    void filesAreBroughtFromAnotherFileSystem() {
        // Hadoop's own view of the local disk stands for any file system that Java does not see.
        spark.hadoopConfiguration().set("fs.elsewhere.impl", Elsewhere.class.getName());
        Factorization here = new Snmf(OPTIONS).fit(tokens(folder.toString(), 3), Map.of(), Progress.NONE);
        Factorization there = new Snmf(OPTIONS).fit(tokens("elsewhere://host" + folder, 3), Map.of(), Progress.NONE);
        assertThat(there.relativeError()).isCloseTo(here.relativeError(), within(1e-6));
        assertThat(there.provenance().options()).containsEntry("family", "gpt2");
    }

    @Test
    void whatAClusterCannotDoIsRefusedBeforeItBegins() {
        assertThatThrownBy(() -> new Snmf(OPTIONS.withInitialization(Initialization.SVD))
                        .fit(tokens(folder.toString(), 2), Map.of(), Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("random");
        assertThatThrownBy(() -> tokens(folder.toString(), 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> tokens(folder.resolve("nowhere").toString(), 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("activations-00000");
        assertThatThrownBy(() -> new SparkTokens(spark, folder.toString(), 3, "mlp_act", 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("layer.0.mlp_act");
    }
}
