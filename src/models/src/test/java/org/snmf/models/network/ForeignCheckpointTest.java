package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.models.OddCheckpoints;
import org.snmf.models.OddCheckpoints.Stored;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/** What is no plain checkpoint is named as what it is, with the way out; what only looks odd is read. */
class ForeignCheckpointTest {
    private static final String UP = "model.layers.1.mlp.up_proj.weight";

    @TempDir
    Path folder;

    private Map<String, Stored> tensors;

    @BeforeEach
    void writeLlama() throws IOException {
        OddCheckpoints.write("llama", folder);
        tensors = OddCheckpoints.tensors("llama");
    }

    private void rewrite() throws IOException {
        OddCheckpoints.write(folder.resolve("model.safetensors"), tensors);
    }

    private void config(String added) throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{" + added + ", "));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> LanguageModel.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
    }

    private void assertRead() {
        float[][] expected = OddCheckpoints.logits("llama");
        try (LanguageModel model = LanguageModel.load(folder)) {
            float[][] found = model.logits(OddCheckpoints.ids(), List.of());
            for (int t = 0; t < expected.length; t++) {
                assertThat(found[t]).containsExactly(expected[t], within(5e-5f));
            }
        }
    }

    private static Stored bytes(String type, int count, long... shape) {
        return new Stored(type, java.util.Arrays.stream(shape).boxed().toList(), new byte[count]);
    }

    @Test
    void aStrayTensorOfAnyTypeIsPassedOver() throws IOException {
        tensors.put("model.layers.0.mlp.up_proj.extra", bytes("F8_E4M3", 4, 4));
        tensors.put("model.freqs_cis", bytes("C64", 32, 4));
        tensors.put("model.packed", bytes("F4", 3, 6));
        tensors.put("model.empty", bytes("F32", 0, 0, 7));
        rewrite();
        assertRead();
    }

    @ParameterizedTest
    @CsvSource({"'', FP8", "'\"quantization_config\": {\"quant_method\": \"fp8\"}', by fp8"})
    void weightsOfEightBitsAreNamed(String added, String expected) throws IOException {
        if (!added.isEmpty()) {
            config(added);
        }
        tensors.put(UP, bytes("F8_E4M3", 320, 20, 16));
        rewrite();
        assertRefused(UP, "quantized", expected, "dequantize");
    }

    @Test
    void bitsandbytesIsNamedWithAndWithoutConfig() throws IOException {
        tensors.put(UP, bytes("U8", 160, 160, 1));
        tensors.put(UP + ".absmax", bytes("F32", 20, 5));
        rewrite();
        assertRefused("bitsandbytes", "Load the checkpoint that it was made from");
        config("\"quantization_config\": {\"quant_method\": \"bitsandbytes\"}");
        assertRefused("bitsandbytes (quantization_config of config.json)");
    }

    @Test
    void gptqAndMlxAreNamed() throws IOException {
        Stored weight = tensors.remove(UP);
        tensors.put(UP.replace("weight", "qweight"), bytes("I32", 160, 2, 20));
        rewrite();
        assertRefused("GPTQ or AWQ");
        tensors.remove(UP.replace("weight", "qweight"));
        tensors.put(UP, bytes("U32", 160, 20, 2));
        rewrite();
        config("\"quantization\": {\"group_size\": 64, \"bits\": 4}");
        assertRefused("MLX to 4 bits");
        tensors.put(UP, weight);
        rewrite();
        assertRead();
    }

    @Test
    void plainWeightsUnderAQuantizationConfigAreReadWithAWord() throws IOException {
        config("\"quantization_config\": {\"quant_method\": \"bitsandbytes\"}");
        assertRead();
        try (LanguageModel model = LanguageModel.load(folder)) {
            assertThat(model.notes()).singleElement().asString().contains("bitsandbytes", "plain");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "_orig_mod., torch.compile",
        "module., DataParallel",
        "base_model.model., PEFT",
        "_orig_mod.module., torch.compile"
    })
    void aWrapperIsNamed(String prefix, String by) throws IOException {
        Map<String, Stored> wrapped = new LinkedHashMap<>();
        tensors.forEach((name, stored) -> wrapped.put(prefix + name, stored));
        tensors = wrapped;
        rewrite();
        assertRefused("\"" + prefix + "\"", by, "removeprefix");
    }

    @Test
    void aMissingTensorShowsWhatThereIs() throws IOException {
        tensors.remove("model.norm.weight");
        rewrite();
        assertRefused("a tensor norm.weight", "embed_tokens.weight");
    }

    @ParameterizedTest
    @CsvSource({
        "pytorch_model.bin, PyTorch pickles, save_pretrained",
        "pytorch_model-00001-of-00002.bin, PyTorch pickles, save_pretrained",
        "model-Q4_K_M.gguf, GGUF, made from",
        "adapter_model.safetensors, an adapter alone, merge_and_unload",
        "tf_model.h5, TensorFlow, from_tf",
        "model.fp16.safetensors, under another name, rename",
        "consolidated.safetensors, under another name, converted"
    })
    void weightsInOtherFilesAreNamed(String file, String what, String way) throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        Files.write(folder.resolve(file), new byte[16]);
        assertRefused(file, what, way);
    }

    @Test
    void anAdapterFolderIsNamedWithItsBase() throws IOException {
        Files.delete(folder.resolve("config.json"));
        assertRefused("config.json", "there is model.safetensors");
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"openai-community/gpt2\"}");
        assertRefused("LoRA", "openai-community/gpt2", "merge_and_unload");
    }

    private void shards(Map<String, Stored> first, Map<String, Stored> second, String whereUpIs) throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        OddCheckpoints.write(folder.resolve("a.safetensors"), first);
        OddCheckpoints.write(folder.resolve("b.safetensors"), second);
        StringBuilder map = new StringBuilder();
        first.keySet()
                .forEach(name ->
                        map.append(",\"" + name + "\":\"" + (name.equals(UP) ? whereUpIs : "a.safetensors") + "\""));
        second.keySet().stream()
                .filter(name -> !first.containsKey(name))
                .forEach(name -> map.append(",\"" + name + "\":\"b.safetensors\""));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map.substring(1) + "}}");
    }

    @Test
    void aTensorInTwoShardsIsReadWhereTheCopiesAgree() throws IOException {
        shards(tensors, Map.of(UP, tensors.get(UP)), "a.safetensors");
        assertRead();
    }

    @Test
    void copiesThatDifferAreReadOnlyWhereTheIndexNamesTheLast() throws IOException {
        Map<String, Stored> old = new LinkedHashMap<>(tensors);
        old.put(UP, bytes("F32", 1280, 20, 16));
        Stored norm = old.remove("model.norm.weight");
        shards(old, Map.of(UP, tensors.get(UP), "model.norm.weight", norm), "b.safetensors");
        assertRead();
        String index = Files.readString(folder.resolve("model.safetensors.index.json"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                index.replace("\"" + UP + "\":\"b.safetensors\"", "\"" + UP + "\":\"a.safetensors\""));
        assertRefused(UP, "twice with other values");
    }

    @Test
    void aBaseModelWithoutHeadGivesActivationsButNoLogits() throws IOException {
        OddCheckpoints.write("llama-base-architecture", folder);
        tensors.remove("lm_head.weight");
        rewrite();
        int[] ids = OddCheckpoints.ids();
        try (LanguageModel model = LanguageModel.load(folder)) {
            assertThat(model.notes()).singleElement().asString().contains("activations can be read, logits");
            float[][] read = new float[1][];
            model.read(
                    List.of(ids),
                    List.of(),
                    java.util.Set.of(new Location(1, Site.MLP_ACT)),
                    64,
                    (location, sequence, values) -> {
                        read[0] = new float[values.remaining()];
                        values.get(read[0]);
                    },
                    org.snmf.progress.Progress.NONE);
            assertThat(read[0]).hasSize(20 * ids.length);
            assertThatThrownBy(() -> model.logits(ids, List.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("lm_head.weight", "load the causal model");
        }
    }

    @Test
    void aCausalModelWithoutHeadIsRefused() throws IOException {
        tensors.remove("lm_head.weight");
        rewrite();
        assertRefused("lm_head.weight");
    }
}
