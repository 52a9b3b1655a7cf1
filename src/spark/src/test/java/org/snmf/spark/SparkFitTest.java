package org.snmf.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;

/** The fit of a Spark application is the fit of one machine. */
class SparkFitTest {
    private static final int NEURONS = 24;
    private static final int[] SHARDS = {130, 1, 209, 60};
    private static final int TOKENS = 400;
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
        float[] values = planted(new SplittableRandom(5));
        a = Matrices.dense(NEURONS, TOKENS, values);
        int from = 0;
        for (int i = 0; i < SHARDS.length; i++) {
            float[] shard = java.util.Arrays.copyOfRange(values, from * NEURONS, (from + SHARDS[i]) * NEURONS);
            from += SHARDS[i];
            try (SafetensorsWriter writer = SafetensorsWriter.create(
                    folder.resolve("activations-0000" + i + ".safetensors"),
                    new TreeMap<>(),
                    List.of(Spec.of("layer.0.mlp_act", TensorType.F32, SHARDS[i], NEURONS)))) {
                writer.write(shard);
                writer.commit();
            }
        }
        Files.writeString(
                folder.resolve("provenance.json"),
                org.snmf.store.Provenance.of(Map.of(), Map.of("family", "gpt2")).toJson());
        spark = new JavaSparkContext(
                new SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
    }

    /** Ten groups of neurons, of which each token uses a few; in noise alone the last bit of a sum may choose another winner. */
    private static float[] planted(SplittableRandom random) {
        float[] values = new float[NEURONS * TOKENS];
        for (int t = 0; t < TOKENS; t++) {
            for (int j = 0; j < NEURONS; j++) {
                values[t * NEURONS + j] = 0.5f * (float) random.nextGaussian();
            }
            for (int use = 0; use < 3; use++) {
                int group = random.nextInt(10);
                float strength = (float) random.nextDouble(0.5, 2);
                for (int i = 0; i < 6; i++) {
                    values[t * NEURONS + (group * 7 + i * i) % NEURONS] += (i % 2 == 0 ? 1 : -0.5f) * strength;
                }
            }
        }
        return values;
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
            for (int t = 0; t < TOKENS; t++) {
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
