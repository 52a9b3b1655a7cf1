package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;
import org.snmf.goldens.Goldens;

/** Checkpoints with one fault each, and those that only look as if they had one. */
class BadCheckpointTest {
    @TempDir
    Path folder;

    private Path copy(String name) throws IOException {
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(Goldens.folder(name))) {
            for (Path file : files.filter(one -> !one.getFileName().toString().startsWith("golden"))
                    .toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                assertThat(copy.resolve(file.getFileName()).toFile().setWritable(true))
                        .isTrue();
            }
        }
        return copy;
    }

    private interface Change {
        void apply(Map<String, float[]> values, Map<String, List<Long>> shapes);
    }

    /** Rewrites a checkpoint's weights as float32 after a change. */
    private static void rewrite(Path directory, Change change) {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        Path file = directory.resolve("model.safetensors");
        try (Safetensors old = Safetensors.open(file)) {
            old.tensors().forEach((name, info) -> {
                values.put(name, old.tensor(name).floats());
                shapes.put(name, info.shape());
            });
        }
        change.apply(values, shapes);
        List<SafetensorsWriter.Spec> specs = new ArrayList<>();
        values.keySet().forEach(name -> specs.add(new SafetensorsWriter.Spec(name, TensorType.F32, shapes.get(name))));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), specs)) {
            values.values().forEach(writer::write);
            writer.commit();
        }
    }

    private static void move(Map<String, float[]> values, Map<String, List<Long>> shapes, String from, String to) {
        values.put(to, values.remove(from));
        shapes.put(to, shapes.remove(from));
    }

    private static void assertRefused(Path directory, String... parts) {
        assertThatThrownBy(() -> LanguageModel.load(directory))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        Path directory = copy("llama31");
        rewrite(directory, (values, shapes) -> values.remove("model.layers.1.mlp.up_proj.weight"));
        assertRefused(directory, "layers.1.mlp.up_proj.weight");
    }

    @Test
    void aMisshapedTensorIsNamedWithBothShapes() throws IOException {
        Path directory = copy("llama31");
        rewrite(directory, (values, shapes) -> shapes.put("model.layers.1.mlp.up_proj.weight", List.of(32L, 56L)));
        assertRefused(directory, "model.layers.1.mlp.up_proj.weight", "[56, 32]", "[32, 56]");
    }

    @Test
    void anUntiedModelNeedsItsUnembedding() throws IOException {
        Path directory = copy("llama31");
        rewrite(directory, (values, shapes) -> values.remove("lm_head.weight"));
        assertRefused(directory, "lm_head.weight");
    }

    @Test
    void tiedWeightsLieUnderEitherName() throws IOException {
        int[] ids = {3, 200, 7};
        Path directory = copy("llama-tied");
        float[][] expected;
        try (LanguageModel model = LanguageModel.load(directory)) {
            expected = model.logits(ids, List.of());
        }
        rewrite(directory, (values, shapes) -> move(values, shapes, "model.embed_tokens.weight", "lm_head.weight"));
        try (LanguageModel model = LanguageModel.load(directory)) {
            assertThat(model.logits(ids, List.of())).isDeepEqualTo(expected);
        }
    }

    @Test
    void namesWithoutPrefixAreTheSame() throws IOException {
        int[] ids = {3, 200, 7};
        Path directory = copy("gemma2");
        float[][] expected;
        try (LanguageModel model = LanguageModel.load(directory)) {
            expected = model.logits(ids, List.of());
        }
        rewrite(directory, (values, shapes) -> List.copyOf(values.keySet())
                .forEach(name -> move(values, shapes, name, name.replaceFirst("^model\\.", ""))));
        try (LanguageModel model = LanguageModel.load(directory)) {
            assertThat(model.logits(ids, List.of())).isDeepEqualTo(expected);
        }
    }

    @Test
    void strayBuffersAreListed() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"))) {
            assertThat(model.ignoredTensors()).containsExactly("h.0.attn.bias", "h.1.attn.bias");
        }
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2-bf16"))) {
            assertThat(model.ignoredTensors()).isEmpty();
        }
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        Path directory = copy("llama31-sharded");
        Files.delete(directory.resolve("model-00002-of-00002.safetensors"));
        assertRefused(directory, "model-00002-of-00002.safetensors");
    }

    @Test
    void tornAndForeignFilesAreRefused() throws IOException {
        Path directory = copy("gpt2");
        Path file = directory.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertRefused(directory, "model.safetensors");
        Files.write(file, "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8));
        assertRefused(directory, "model.safetensors");
        Files.delete(file);
        assertRefused(directory, "model.safetensors", "neither; there is config.json");
    }

    @Test
    void integerWeightsAreRefused() throws IOException {
        Path directory = copy("gpt2");
        Path file = directory.resolve("model.safetensors");
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int at = content.indexOf("\"F32\"", content.indexOf("\"h.1.mlp.c_fc.weight\""));
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        bytes[at + 1] = 'I';
        Files.write(file, bytes);
        assertRefused(directory, "h.1.mlp.c_fc.weight", "I32");
    }

    @Test
    void anIdWithoutARowIsRefusedWhenATextHasIt() throws IOException {
        Path directory = copy("gpt2");
        Files.copy(
                Goldens.folder("tokenizers/byte-level").resolve("tokenizer.json"),
                directory.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        try (LanguageModel model = LanguageModel.load(directory)) {
            assertThat(model.notes()).anySatisfy(note -> assertThat(note).contains("ids up to 699", "rows up to 256"));
            assertThatThrownBy(() -> model.logits(new int[] {699}, List.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("<|endoftext|>", "0 to 256");
        }
        Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {}}");
        assertRefused(directory, "tokenizer.json", "a vocabulary");
    }

    @Test
    void idsAndLengthsOutsideTheModelAreRefused() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"))) {
            assertThatThrownBy(() -> model.logits(new int[] {1, 257}, List.of()))
                    .hasMessageContaining("0 to 256");
            assertThatThrownBy(() -> model.logits(new int[] {-1}, List.of())).hasMessageContaining("found -1");
            assertThatThrownBy(() -> model.logits(new int[65], List.of())).hasMessageContaining("1 to 64 tokens");
            assertThatThrownBy(() -> model.logits(new int[0], List.of())).hasMessageContaining("found 0");
        }
    }

    @Test
    void aModelWithoutTokenizerSaysSoWhenTextIsGiven() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("odd/gpt2-untied"))) {
            assertThatThrownBy(model::tokenizer).hasMessageContaining("tokenizer.json");
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        Path directory = Goldens.folder("gpt2");
        assertThatThrownBy(() -> LanguageModel.load(directory, LoadOptions.DEFAULT.withDevice("gpu:7")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("device");
        assertThatThrownBy(() -> LanguageModel.load(directory, LoadOptions.DEFAULT.withDevice("toaster")))
                .isInstanceOf(InputException.class);
    }
}
