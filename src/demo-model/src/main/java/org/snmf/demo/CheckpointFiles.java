package org.snmf.demo;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snmf.demo.bpe.Vocabulary;
import org.snmf.files.HalfPrecision;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;

/** Writes a trained model as a checkpoint of the Hugging Face hub. */
final class CheckpointFiles {
    private CheckpointFiles() {}

    /** Writes {@code config.json}, and {@code model.safetensors} with the weights rounded to float16. */
    static void write(Path directory, TrainingOptions options, Vocabulary vocabulary, Map<String, NDArray> weights) {
        List<SafetensorsWriter.Spec> specs = weights.entrySet().stream()
                .map(entry -> SafetensorsWriter.Spec.of(
                        entry.getKey(),
                        TensorType.F16,
                        entry.getValue().getShape().getShape()))
                .toList();
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(directory.resolve("model.safetensors"), Map.of("format", "pt"), specs)) {
            weights.values().forEach(weight -> writer.write(half(weight.toFloatArray())));
            writer.commit();
        }
        try {
            Files.writeString(
                    directory.resolve("config.json"),
                    config(options, vocabulary).toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer half(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(HalfPrecision.toFloat16(value));
        }
        return bytes.flip();
    }

    private static ObjectNode config(TrainingOptions options, Vocabulary vocabulary) {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.putArray("architectures").add("GPT2LMHeadModel");
        return config.put("model_type", "gpt2")
                .put("activation_function", "gelu_new")
                .put("n_layer", options.layers())
                .put("n_embd", options.hidden())
                .put("n_inner", options.mlp())
                .put("n_head", options.heads())
                .put("n_positions", options.context())
                .put("n_ctx", options.context())
                .put("vocab_size", vocabulary.size())
                .put("layer_norm_epsilon", 1e-5)
                .put("tie_word_embeddings", true)
                .put("bos_token_id", vocabulary.specialId())
                .put("eos_token_id", vocabulary.specialId())
                .put("torch_dtype", "float16");
    }
}
