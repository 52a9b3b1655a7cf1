package org.snmf.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.store.Provenance;

/** A store of activations in several shards. */
final class Planted {
    private static final int[] SHARDS = {130, 1, 209, 60};

    private Planted() {}

    /** Writes 400 tokens of 24 neurons, and gives what it holds. */
    static ActivationMatrix write(Path folder) throws IOException {
        return write(folder, 24, 1);
    }

    /** Writes {@code times} · 400 tokens. */
    static ActivationMatrix write(Path folder, int neurons, int times) throws IOException {
        int tokens = times * IntStream.of(SHARDS).sum();
        float[] values = planted(new SplittableRandom(5), neurons, tokens);
        int from = 0;
        for (int i = 0; i < SHARDS.length; i++) {
            int count = times * SHARDS[i];
            float[] shard = Arrays.copyOfRange(values, from * neurons, (from + count) * neurons);
            from += count;
            try (SafetensorsWriter writer = SafetensorsWriter.create(
                    folder.resolve("activations-0000" + i + ".safetensors"),
                    new TreeMap<>(),
                    List.of(Spec.of("layer.0.mlp_act", TensorType.F32, count, neurons)))) {
                writer.write(shard);
                writer.commit();
            }
        }
        Files.writeString(
                folder.resolve("provenance.json"),
                Provenance.of(Map.of(), Map.of("family", "gpt2")).toJson());
        return Matrices.dense(neurons, tokens, values);
    }

    /** Ten groups of neurons, of which each token uses a few; in noise alone the last bit of a sum may choose another winner. */
    private static float[] planted(SplittableRandom random, int neurons, int tokens) {
        float[] values = new float[neurons * tokens];
        for (int t = 0; t < tokens; t++) {
            for (int j = 0; j < neurons; j++) {
                values[t * neurons + j] = 0.5f * (float) random.nextGaussian();
            }
            for (int use = 0; use < 3; use++) {
                int group = random.nextInt(10);
                float strength = (float) random.nextDouble(0.5, 2);
                for (int i = 0; i < 6; i++) {
                    values[t * neurons + (group * 7 + i * i) % neurons] += (i % 2 == 0 ? 1 : -0.5f) * strength;
                }
            }
        }
        return values;
    }
}
