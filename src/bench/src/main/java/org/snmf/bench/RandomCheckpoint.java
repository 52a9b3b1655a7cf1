package org.snmf.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.snmf.files.HalfPrecision;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.TensorShapes;

/**
 * Makes checkpoints of the shape of published models with random weights, sharded as the hub does, to measure time and
 * memory on. Weights are normal with deviation 0.02 (norms near 1), so that activations stay of ordinary size.
 *
 * <p>Usage: {@code RandomCheckpoint SHAPE DIRECTORY [SEED]}; shapes: {@code gpt2-small}, {@code llama-3.1-8b}, {@code
 * gemma-2-2b}. The directory gets no tokenizer.
 */
public final class RandomCheckpoint {
    private static final long SHARD_BYTES = 5_000_000_000L;
    private static final int BLOCK = 1 << 20;

    private static final Map<String, String> CONFIGS =
            Map.of("gpt2-small", """
            {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "activation_function": "gelu_new",
             "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024, "vocab_size": 50257,
             "layer_norm_epsilon": 1e-05, "torch_dtype": "float32"}
            """, "llama-3.1-8b", """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": 4096,
             "intermediate_size": 14336, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
             "max_position_embeddings": 131072, "rms_norm_eps": 1e-05, "rope_theta": 500000.0, "vocab_size": 128256,
             "rope_scaling": {"factor": 8.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
                              "original_max_position_embeddings": 8192, "rope_type": "llama3"},
             "tie_word_embeddings": false, "torch_dtype": "bfloat16"}
            """, "gemma-2-2b", """
            {"architectures": ["Gemma2ForCausalLM"], "model_type": "gemma2", "hidden_activation": "gelu_pytorch_tanh",
             "hidden_size": 2304, "intermediate_size": 9216, "num_attention_heads": 8, "num_hidden_layers": 26,
             "num_key_value_heads": 4, "head_dim": 256, "max_position_embeddings": 8192, "rms_norm_eps": 1e-06,
             "rope_theta": 10000.0, "vocab_size": 256000, "sliding_window": 4096, "query_pre_attn_scalar": 256,
             "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0, "torch_dtype": "bfloat16"}
            """);

    private final Path directory;
    private final ModelConfig config;
    private final TensorType type;
    private final SplittableRandom random;
    private final ByteBuffer block =
            ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private RandomCheckpoint(Path directory, ModelConfig config, long seed) {
        this.directory = directory;
        this.config = config;
        this.type = config.dtype().equals("bfloat16") ? TensorType.BF16 : TensorType.F32;
        this.random = new SplittableRandom(seed);
    }

    /** Makes one checkpoint. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || !CONFIGS.containsKey(arguments[0])) {
            throw new IllegalArgumentException(
                    "usage: RandomCheckpoint " + String.join("|", CONFIGS.keySet()) + " DIRECTORY [SEED]");
        }
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 0;
        make(arguments[0], Path.of(arguments[1]), seed);
    }

    /**
     * Makes a checkpoint of a published shape.
     *
     * @param shape one of the names above
     * @param directory gets config.json and the weights; made if it is not there
     */
    public static void make(String shape, Path directory, long seed) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), CONFIGS.get(shape));
        new RandomCheckpoint(directory, ModelConfig.read(directory), seed).write();
    }

    private void write() throws IOException {
        List<List<SafetensorsWriter.Spec>> shards = shards();
        ObjectNode index = new ObjectMapper().createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        for (int shard = 0; shard < shards.size(); shard++) {
            String name = shards.size() == 1
                    ? "model.safetensors"
                    : String.format("model-%05d-of-%05d.safetensors", shard + 1, shards.size());
            writeShard(directory.resolve(name), shards.get(shard));
            shards.get(shard).forEach(spec -> map.put(spec.name(), name));
        }
        if (shards.size() > 1) {
            new ObjectMapper()
                    .writeValue(
                            directory.resolve("model.safetensors.index.json").toFile(), index);
        }
    }

    private List<List<SafetensorsWriter.Spec>> shards() {
        List<List<SafetensorsWriter.Spec>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (Map.Entry<String, List<Long>> tensor :
                TensorShapes.of(config).shapes().entrySet()) {
            long size = elements(tensor.getValue()) * type.bytes();
            if (bytes + size > SHARD_BYTES && bytes > 0) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1)
                    .add(new SafetensorsWriter.Spec(storedName(tensor.getKey()), type, tensor.getValue()));
            bytes += size;
        }
        return shards;
    }

    private String storedName(String name) {
        String prefix = config.family().prefixes().get(0);
        return name.startsWith("lm_head") ? name : prefix + name;
    }

    private static long elements(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    private void writeShard(Path file, List<SafetensorsWriter.Spec> specs) {
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of("format", "pt"), specs)) {
            for (SafetensorsWriter.Spec spec : specs) {
                boolean norm = spec.shape().size() == 1 && spec.name().endsWith("weight");
                float mean = norm && config.family().norm() != Family.NormKind.RMS_PLUS_ONE ? 1 : 0;
                for (long left = elements(spec.shape()); left > 0; left -= BLOCK) {
                    writer.write(fill((int) Math.min(BLOCK, left), mean));
                }
            }
            writer.commit();
        }
    }

    /** Sums of four uniform numbers are close enough to normal here, and quick. */
    private ByteBuffer fill(int count, float mean) {
        block.clear();
        for (int i = 0; i < count; i++) {
            long bits = random.nextLong();
            int sum = (int) (bits & 0xffff)
                    + (int) (bits >>> 16 & 0xffff)
                    + (int) (bits >>> 32 & 0xffff)
                    + (int) (bits >>> 48);
            float value = mean + 0.02f * (sum - 131070) / 37837f;
            if (type == TensorType.BF16) {
                block.putShort(HalfPrecision.toBfloat16(value));
            } else {
                block.putFloat(value);
            }
        }
        return block.flip();
    }
}
