package org.snmf.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Small checkpoints that are odd but valid, with the logits that transformers computes for them;
 * {@code src/test/python/make_odd_checkpoints.py} made the file. Weights are hashes of their names and places.
 */
public final class OddCheckpoints {
    private static final JsonNode GOLDEN = read("odd-checkpoints.json");

    private OddCheckpoints() {}

    /** A file of goldens beside this class. */
    public static JsonNode read(String resource) {
        try (InputStream in = OddCheckpoints.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor as a safetensors file holds it. */
    public record Stored(String type, List<Long> shape, byte[] bytes) {}

    /** Names of all cases. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        GOLDEN.path("cases").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The ids that all logits are for. */
    public static int[] ids() {
        return new ObjectMapper().convertValue(GOLDEN.path("ids"), int[].class);
    }

    /** Logits by transformers, [T][V]. */
    public static float[][] logits(String name) {
        return new ObjectMapper().convertValue(one(name).path("logits"), float[][].class);
    }

    /** Number of parameters by transformers. */
    public static long parameters(String name) {
        return one(name).path("parameters").asLong();
    }

    private static JsonNode one(String name) {
        return GOLDEN.path("cases").path(name);
    }

    /** The tensors of a case under the names of transformers. */
    public static Map<String, Stored> tensors(String name) {
        Map<String, Stored> tensors = new LinkedHashMap<>();
        String family = one(name).path("config").path("model_type").asText();
        one(name).path("tensors").properties().forEach(entry -> {
            List<Long> shape = new ArrayList<>();
            entry.getValue().forEach(axis -> shape.add(axis.asLong()));
            tensors.put(entry.getKey(), values(entry.getKey(), shape, family.equals("gemma2")));
        });
        return tensors;
    }

    private static Stored values(String name, List<Long> shape, boolean gemma) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        int count = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        boolean isWeightOfNorm = name.endsWith("weight") && !gemma;
        IntStream.range(0, count).forEach(i -> {
            int x = (int) crc.getValue() + i * 0x9E3779B9;
            x = (x ^ (x >>> 16)) * 0x85EBCA6B;
            x = (x ^ (x >>> 13)) * 0xC2B2AE35;
            x ^= x >>> 16;
            float u = (x >>> 8) * 0x1p-24f - 0.5f;
            bytes.putFloat(shape.size() > 1 ? u : u * 0.25f + (isWeightOfNorm ? 1 : 0));
        });
        return new Stored("F32", shape, bytes.array());
    }

    /** Writes config.json and model.safetensors of a case. */
    public static Path write(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("config.json"), one(name).path("config").toString());
        write(folder.resolve("model.safetensors"), tensors(name));
        return folder;
    }

    /** Writes a safetensors file of whatever types. */
    public static void write(Path file, Map<String, Stored> tensors) throws IOException {
        var header = new ObjectMapper().createObjectNode();
        long at = 0;
        for (Map.Entry<String, Stored> tensor : tensors.entrySet()) {
            Stored stored = tensor.getValue();
            var entry = header.putObject(tensor.getKey()).put("dtype", stored.type());
            stored.shape().forEach(entry.withArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at + stored.bytes().length);
            at += stored.bytes().length;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole =
                ByteBuffer.allocate(Math.toIntExact(8 + json.length + at)).order(ByteOrder.LITTLE_ENDIAN);
        whole.putLong(json.length).put(json);
        tensors.values().forEach(stored -> whole.put(stored.bytes()));
        Files.write(file, whole.array());
    }
}
