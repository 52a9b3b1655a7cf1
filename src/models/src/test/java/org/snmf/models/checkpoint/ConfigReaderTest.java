package org.snmf.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;

class ConfigReaderTest {
    private static final String LLAMA =
            "\"architectures\": [\"LlamaForCausalLM\"], \"hidden_size\": 64, \"num_attention_heads\": 4,"
                    + " \"num_hidden_layers\": 4, \"intermediate_size\": 112, \"vocab_size\": 257,"
                    + " \"max_position_embeddings\": 384";
    private static final String GEMMA = LLAMA.replace("LlamaForCausalLM", "Gemma2ForCausalLM");
    private static final String GPT2 = "\"model_type\": \"gpt2\", \"n_embd\": 48, \"n_head\": 4, \"n_layer\": 2,"
            + " \"n_positions\": 64, \"vocab_size\": 257";

    @TempDir
    Path folder;

    private ModelConfig read(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{" + json + "}");
        return ModelConfig.read(folder);
    }

    @Test
    void keysThatAFamilyLeavesOutHaveItsDefaults() throws IOException {
        ModelConfig gpt2 = read(GPT2);
        assertThat(gpt2.mlp()).isEqualTo(192);
        assertThat(gpt2.tied()).isTrue();
        assertThat(gpt2.activation()).isEqualTo(ActivationFunction.GELU_TANH);
        ModelConfig llama = read(LLAMA);
        assertThat(llama.tied()).isFalse();
        assertThat(llama.kvHeads()).isEqualTo(4);
        assertThat(llama.headDim()).isEqualTo(16);
        assertThat(llama.activation()).isEqualTo(ActivationFunction.SILU);
        ModelConfig gemma = read(GEMMA);
        assertThat(gemma.tied()).isTrue();
        assertThat(gemma.headDim()).isEqualTo(256);
        assertThat(gemma.attentionSoftCap()).isEqualTo(50);
        assertThat(gemma.finalSoftCap()).isEqualTo(30);
        assertThat(gemma.attentionScale()).isEqualTo(1 / 16.0);
        assertThat(gemma.windows()).containsExactly(4096, 0, 4096, 0);
    }

    @Test
    void oldAndNewSpellingsMeanTheSame() throws IOException {
        String scaling = "\"rope_type\": \"llama3\", \"factor\": 8.0, \"low_freq_factor\": 1.0,"
                + " \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 48";
        ModelConfig old = read(
                LLAMA + ", \"rope_theta\": 5e5, \"torch_dtype\": \"bfloat16\", \"rope_scaling\": {" + scaling + "}");
        ModelConfig recent =
                read(LLAMA + ", \"dtype\": \"bfloat16\", \"rope_parameters\": {\"rope_theta\": 5e5, " + scaling + "}");
        assertThat(recent).isEqualTo(old);
        assertThat(old.rotary().get(0).orElseThrow().scaling()).isEqualTo(new Rotary.Llama3(8, 1, 4, 48));
        assertThat(old.dtype()).isEqualTo("bfloat16");
        ModelConfig layers = read(GEMMA + ", \"sliding_window\": 8, \"layer_types\": [\"full_attention\","
                + " \"sliding_attention\", \"full_attention\", \"full_attention\"]");
        assertThat(layers.windows()).containsExactly(0, 8, 0, 0);
    }

    @Test
    void nullSwitchesACapOff() throws IOException {
        ModelConfig gemma = read(GEMMA + ", \"attn_logit_softcapping\": null, \"final_logit_softcapping\": null");
        assertThat(gemma.attentionSoftCap()).isZero();
        assertThat(gemma.finalSoftCap()).isZero();
    }

    @Test
    void llama3ScalingStretchesLongWavelengthsOnly() {
        Rotary plain = new Rotary(10000, 1, Rotary.UNSCALED);
        Rotary scaled = new Rotary(10000, 1, new Rotary.Llama3(8, 1, 4, 48));
        double[] before = plain.frequencies(32);
        double[] after = scaled.frequencies(32);
        assertThat(after[0]).isEqualTo(before[0]);
        assertThat(after[15]).isCloseTo(before[15] / 8, within(1e-15));
        for (int i = 1; i < after.length; i++) {
            assertThat(after[i]).isLessThan(after[i - 1]).isBetween(before[i] / 8, before[i]);
        }
    }

    @Test
    void idsOutsideTheVocabularyAreLeftOut() throws IOException {
        ModelConfig config = read(GPT2 + ", \"bos_token_id\": 50256, \"eos_token_id\": [256, 50256]");
        assertThat(config.bos()).isEmpty();
        assertThat(config.eos()).containsExactly(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"architectures\": [\"FalconForCausalLM\"]  | one of gpt2, llama, mistral",
                "\"model_type\": \"qwen2_moe\"               | found \"qwen2_moe\", a mixture of experts",
                "\"model_type\": \"mamba\"                   | found \"mamba\", a state-space",
                "\"model_type\": \"bert\"                    | found \"bert\", an encoder",
                "\"model_type\": \"gpt2\", \"n_embd\": null  | \"n_embd\": expected a positive integer, found null",
                "\"model_type\": \"gpt2\", \"add_cross_attention\": true | attention to a second text",
                "\"architectures\": [                        | JSON",
            })
    void refusesWhatItCannotCompute(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InputException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hidden_act\": \"xielu\"                 | found \"xielu\"",
                "\"rope_scaling\": {\"type\": \"proportional\"} | rope_type default, linear, dynamic, llama3, yarn or longrope",
                "\"rope_scaling\": {\"type\": \"longrope\"} | rope_scaling.short_factor",
                "\"rope_scaling\": {\"rope_type\": \"llama3\"} | rope_scaling.factor",
                "\"rope_parameters\": {\"full_attention\": {}}, \"rope_theta\": null | \"full_attention\"",
                "\"rope_scaling\": {\"type\": \"linear\", \"factor\": \"2\"} | rope_scaling.factor",
                "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2}, \"partial_rotary_factor\": 0.5 | partial",
                "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 0}  | a number above 0",
                "\"rope_theta\": -1                       | a number above 0",
                "\"num_hidden_layers\": 2000000000        | at most 10000",
                "\"model_type\": \"mistral\", \"num_key_value_heads\": 4, \"layer_types\": [] | layers are alike",
                "\"rope_theta\": Infinity                 | rope_theta",
                "\"rope_theta\": null                     | rope_theta",
                "\"tie_word_embeddings\": null            | true or false",
                "\"head_dim\": 15                          | an even number",
                "\"num_key_value_heads\": 3                | a multiple of num_key_value_heads = 3",
                "\"vocab_size\": -1                        | a positive integer, found -1",
                "\"vocab_size\": \"many\"                  | a positive integer",
            })
    void refusesAWrongKeyByName(String addition, String message) {
        assertThatThrownBy(() -> read(LLAMA + ", " + addition))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatThrownBy(() -> ModelConfig.read(folder)).hasMessageContaining("no such file");
    }
}
