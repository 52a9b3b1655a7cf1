package org.snmf.magics.command.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.testkit.VerbTest;

/** A published autoencoder on rows of a file, and on what the embedded model has for the session's sentences. */
class SaeVerbTest extends VerbTest {
    private static final int M = 10;
    private static final int TOKENS = 12;

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(4);

    private float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Path dictionary(String name, int width, String config) throws IOException {
        Path sub = Files.createDirectories(folder.resolve(name));
        Files.writeString(sub.resolve("cfg.json"), config);
        List<Spec> specs = List.of(
                Spec.of("W_enc", TensorType.F32, width, M),
                Spec.of("W_dec", TensorType.F32, M, width),
                Spec.of("b_enc", TensorType.F32, M),
                Spec.of("b_dec", TensorType.F32, width));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(sub.resolve("sae_weights.safetensors"), Map.of(), specs)) {
            writer.write(numbers(width * M));
            writer.write(numbers(width * M));
            writer.write(new float[M]);
            writer.write(new float[width]);
            writer.commit();
        }
        return sub;
    }

    private static String config(int layer) {
        return "{\"architecture\": \"topk\", \"k\": 3, \"metadata\": {\"sae_lens_version\": \"6.18.0\", "
                + "\"hook_name\": \"blocks." + layer
                + ".hook_resid_post\", \"model_class_name\": \"AutoModelForCausalLM\"}}";
    }

    private Path rows(int width) {
        Path file = folder.resolve("x.safetensors");
        List<Spec> specs = List.of(
                Spec.of("x", TensorType.F32, TOKENS, width), Spec.of("input_ids", TensorType.I64, 2, TOKENS / 2));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), specs)) {
            writer.write(numbers(TOKENS * width));
            ByteBuffer ids = ByteBuffer.allocate(8 * TOKENS).order(ByteOrder.LITTLE_ENDIAN);
            for (int t = 0; t < TOKENS; t++) {
                ids.putLong(t % (TOKENS / 2) == 0 ? 1 : 50 + t);
            }
            writer.write(ids.flip());
            writer.commit();
        }
        return file;
    }

    @Test
    void rowsOfAFileAreEncodedDecodedAndReported() throws Exception {
        Path sae = dictionary("sae", 7, config(3));
        Path out = folder.resolve("out.safetensors");
        try (Session session = new Session();
                Safetensors in = Safetensors.open(rows(7))) {
            JsonNode report = json(session, "sae --sae " + sae + " --input " + in.file() + "#x --out " + out);
            assertThat(report.get("format").asText()).isEqualTo("saelens");
            assertThat(report.get("gate").asText()).isEqualTo("topk 3");
            assertThat(report.get("tokens").asInt()).isEqualTo(TOKENS - 2);
            assertThat(report.get("tokens_left_out").asInt()).isEqualTo(2);
            assertThat(report.get("explained_variance").isNumber()).isTrue();
            assertThat(report.get("warnings").isArray()).isTrue();
            JsonNode gate = report.get("decisions").findParent("what");
            assertThat(gate.has("value") && gate.has("from")).isTrue();
            report.get("decisions")
                    .forEach(d -> assertThat(d.get("from").asText()).isIn("file", "registry", "guess", "given"));
            try (Safetensors written = Safetensors.open(out)) {
                assertThat(written.info("latents").shape()).containsExactly((long) TOKENS, (long) M);
                assertThat(written.info("reconstruction").shape()).containsExactly((long) TOKENS, 7L);
                float[] latents = written.tensor("latents").floats();
                int active = 0;
                for (int i = 0; i < latents.length; i++) {
                    active += latents[i] != 0 && (i / M) % (TOKENS / 2) != 0 ? 1 : 0;
                }
                assertThat(report.get("l0").asDouble()).isCloseTo(active / (TOKENS - 2.0), within(1e-9));
            }
        }
    }

    @Test
    void theSessionsSentencesAreReadAtItsSite() throws Exception {
        ModelConfig model = ModelConfig.read(EmbeddedModel.directory());
        Path sae = dictionary("sae", model.hidden(), config(1));
        try (Session session = new Session()) {
            run(session, "model embedded");
            run(session, "data time-units --first 12");
            Outcome outcome = run(session, "sae --sae " + sae + " --first 5");
            assertThat(outcome.value()).isInstanceOf(PublishedDictionary.class);
            String shown = outcome.display().orElseThrow().plain();
            assertThat(shown)
                    .contains("5 sentences of the session at layer.1.resid", "special tokens left out", "verdict");
            Path wide = dictionary("wide", model.hidden() + 1, config(1));
            assertThatThrownBy(() -> run(session, "sae --sae " + wide))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("expected width " + (model.hidden() + 1))
                    .hasMessageContaining("found " + model.hidden());
            Path deep = dictionary("deep", model.hidden(), config(99));
            assertThatThrownBy(() -> run(session, "sae --sae " + deep)).hasMessageContaining("found 99");
            Path nowhere = dictionary("nowhere", model.hidden(), "{\"architecture\": \"standard\"}");
            assertThatThrownBy(() -> run(session, "sae --sae " + nowhere)).hasMessageContaining("--layer and --site");
            JsonNode placed = json(session, "sae --sae " + nowhere + " --layer 0 --site resid");
            assertThat(placed.get("tokens").asInt()).isPositive();
        }
    }

    @Test
    void aDryRunReadsNoWeights() throws Exception {
        Path sae = dictionary("sae", 7, config(3));
        try (Session session = new Session()) {
            JsonNode plan = json(session, "sae --dry-run --sae " + sae);
            assertThat(plan.get("dry_run").asBoolean()).isTrue();
            assertThat(plan.at("/shapes/W_enc/1").asInt()).isEqualTo(M);
            assertThat(plan.get("bytes").asLong()).isEqualTo(8L * (2 * 7 * M + M + 7));
        }
    }

    @Test
    void whatIsNotReadIsRefusedWithItsReason() throws Exception {
        Path sae = dictionary("sae", 7, "{\"architecture\": \"temporal\"}");
        try (Session session = new Session()) {
            assertThatThrownBy(() -> run(session, "sae --sae " + sae + " --input " + rows(7) + "#x"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("temporal");
            Path good = dictionary("good", 7, config(3));
            assertThatThrownBy(() -> run(session, "sae --sae " + good + " --input " + rows(5) + "#x"))
                    .hasMessageContaining("expected width 7, the input of the dictionary, found 5");
            assertThatThrownBy(() -> run(session, "sae --sae " + folder.resolve("none")))
                    .hasMessageContaining("found nothing");
        }
    }
}
