package org.snmf.magics.command.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.features.FeatureSheet;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.goldens.Goldens;
import org.snmf.magics.session.Session;
import org.snmf.testkit.VerbTest;

/** Dictionaries of others beside the features of a small network. */
class DetectDictionaryTest extends VerbTest {
    private static final int M = 20;
    private static final int HIDDEN = 32;
    private static final Session SESSION = new Session();

    @TempDir
    private static Path folder;

    private JsonNode json(String line) throws Exception {
        return json(SESSION, line);
    }

    @BeforeAll
    static void factorize() throws Exception {
        StringBuilder data = new StringBuilder("text,label\n");
        for (int i = 0; i < 40; i++) {
            data.append(i % 2 == 0 ? "ab " : "xy ").append(i * i).append(i % 2 == 0 ? ",first\n" : ",second\n");
        }
        Path file = Files.writeString(folder.resolve("data.csv"), data);
        prepare(
                SESSION,
                "model \"" + Goldens.folder("gpt2") + "\"",
                "data " + file,
                "capture --layers 1",
                "factorize --rank 5 --iterations 5");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    private static Path dictionary(String name, String hook, int width) throws Exception {
        Path sub = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                sub.resolve("cfg.json"),
                "{\"architecture\": \"topk\", \"k\": 3, \"metadata\": {\"sae_lens_version\": \"6.18.0\", "
                        + "\"hook_name\": \"" + hook + "\", \"model_class_name\": \"HookedTransformer\"}}");
        SplittableRandom random = new SplittableRandom(4);
        float[] numbers = new float[width * M];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        List<Spec> specs = List.of(
                Spec.of("W_enc", TensorType.F32, width, M),
                Spec.of("W_dec", TensorType.F32, M, width),
                Spec.of("b_enc", TensorType.F32, M),
                Spec.of("b_dec", TensorType.F32, width));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(sub.resolve("sae_weights.safetensors"), Map.of(), specs)) {
            writer.write(numbers);
            writer.write(numbers);
            writer.write(new float[M]);
            writer.write(new float[width]);
            writer.commit();
        }
        return sub;
    }

    @Test
    void dictionariesAreScoredBesideTheOthersEachInItsSpace() throws Exception {
        Path outputs = dictionary("outputs", "blocks.1.hook_mlp_out", HIDDEN);
        Path before = dictionary("before", "blocks.0.hook_resid_post", HIDDEN);
        JsonNode report = json("detect --baseline random,sae:" + outputs + ",sae:" + before + " --sample 12");
        JsonNode first = report.at("/methods/saelens outputs");
        assertThat(first.get("space").asText()).isEqualTo("layer.1.mlp_out");
        assertThat(first.get("n").asInt() + first.get("unscored").asInt()).isEqualTo(12);
        assertThat(first.get("how").asText()).contains("12 drawn with seed 0 of 20 latents", "never active");
        assertThat(report.at("/methods/saelens before/space").asText()).isEqualTo("layer.0.resid");
        assertThat(report.at("/methods/random/n").isNumber()).isTrue();
        assertThat(report.get("features")).hasSize(5);
    }

    @Test
    void labelsOfADescriberAreMatchedByNameAndOthersCounted() throws Exception {
        assertThatThrownBy(() -> json("detect --labels describer")).hasMessageContaining("with 'label'");
        assertThatThrownBy(() -> json("detect --labels mine")).hasMessageContaining("contexts or describer");
        SESSION.heldFactorization()
                .orElseThrow()
                .note(FeatureSheet.Column.of(
                        "label", "somebody", Map.of(0, "FIRST", 1, "second", 2, "weather", 4, " ")));
        JsonNode report = json("detect --labels describer --baseline random");
        JsonNode features = report.get("features");
        assertThat(features.get(0).get("label").asText()).isEqualTo("first");
        assertThat(features.get(1).get("auc").isNumber()).isTrue();
        assertThat(features.get(2).get("label").asText()).isEqualTo("weather");
        assertThat(report.at("/methods/SNMF/states/no_sentences").asInt()).isEqualTo(1);
        assertThat(report.at("/methods/SNMF/states/no_label").asInt()).isEqualTo(2);
        assertThat(report.at("/methods/random/states/no_sentences").asInt()).isZero();
    }

    @Test
    void twoOfOneNameAreToldApart() throws Exception {
        Path one = dictionary("one/sae", "blocks.1.hook_mlp_out", HIDDEN);
        Path two = dictionary("two/sae", "blocks.1.hook_resid_post", HIDDEN);
        JsonNode methods = json("baseline --methods sae:" + one + ",sae:" + two).get("methods");
        assertThat(methods).hasSize(3);
        assertThat(methods.at("/saelens sae/directions").asInt()).isEqualTo(M);
        assertThat(methods.has("saelens " + two)).isTrue();
    }

    @Test
    void baselineWritesTheirDirections() throws Exception {
        Path outputs = dictionary("outputs", "blocks.1.hook_mlp_out", HIDDEN);
        Path out = folder.resolve("directions.safetensors");
        json("baseline --methods sae:" + outputs + " --sample 7 --out " + out);
        try (Safetensors written = Safetensors.open(out)) {
            assertThat(written.info("1.detection").shape()).containsExactly(7L, (long) HIDDEN);
            assertThat(written.info("1.steering").shape()).containsExactly(7L, (long) HIDDEN);
        }
    }

    @Test
    void aDryRunReadsNoNumbers() throws Exception {
        Path outputs = dictionary("outputs", "blocks.1.hook_mlp_out", HIDDEN);
        JsonNode plan = json("detect --baseline pca,sae:" + outputs + " --dry-run");
        assertThat(plan.get("dictionary_numbers").asInt()).isEqualTo(2 * HIDDEN * M + M + HIDDEN);
        assertThat(plan.get("methods").get(1).asText()).isEqualTo("sae:" + outputs);
    }

    @Test
    void whatCannotBeUsedIsRefused() throws Exception {
        Path wide = dictionary("wide", "blocks.1.hook_mlp_out", HIDDEN + 1);
        assertThatThrownBy(() -> json("detect --baseline sae:" + wide))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected width " + HIDDEN);
        Path heads = dictionary("heads", "blocks.1.attn.hook_z", HIDDEN);
        assertThatThrownBy(() -> json("detect --baseline sae:" + heads)).hasMessageContaining("attn.hook_z");
        assertThatThrownBy(() -> json("detect --baseline sae:" + folder.resolve("none")))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> json("detect --baseline sae-top")).hasMessageContaining("Did you mean 'sae-topk'?");
    }
}
