package org.snmf.experiments.dictionary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.Origin;
import org.snmf.store.Provenance;

/**
 * Latents that were chosen to be read, as a safetensors file for other programs: {@code latents} (I32, [k], their numbers in
 * the dictionary), {@code directions} (F32, [k, d_out], their decoder rows), and their strengths as sparse rows: latent i is
 * active in the tokens {@code y.tokens[y.offsets[i] … y.offsets[i + 1])} (I32), with {@code y.values} (F32) there. Metadata:
 * {@code dictionary}, {@code tokens} (their number), and {@code provenance} (JSON).
 */
public final class LatentsFile {
    /** The mark of such a file. */
    public static final String FORMAT = "snmf-latents-1";

    private LatentsFile() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @param origin where the directions lie, if that is known
     */
    public static void save(DictionaryFeatures features, Optional<Origin> origin, Path file) {
        int[] chosen = features.chosen();
        int[] offsets = new int[chosen.length + 1];
        List<int[]> tokens = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            tokens.add(features.latents().tokensOf(chosen[i]));
            offsets[i + 1] = Math.addExact(offsets[i], tokens.get(i).length);
        }
        int stored = offsets[chosen.length];
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", FORMAT);
        metadata.put("dictionary", features.dictionary().name());
        metadata.put("tokens", String.valueOf(features.latents().tokens()));
        metadata.put(
                "provenance",
                Provenance.of(
                                Map.of("features", features.sha256()),
                                origin.map(Origin::record).orElse(Map.of()))
                        .toJson());
        List<Spec> specs = List.of(
                Spec.of("latents", TensorType.I32, chosen.length),
                Spec.of("directions", TensorType.F32, chosen.length, features.width()),
                Spec.of("y.offsets", TensorType.I32, offsets.length),
                Spec.of("y.tokens", TensorType.I32, stored),
                Spec.of("y.values", TensorType.F32, stored));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata, specs)) {
            writer.write(chosen);
            for (int j : chosen) {
                writer.write(features.direction(j));
            }
            writer.write(offsets);
            tokens.forEach(writer::write);
            for (int j : chosen) {
                writer.write(features.latents().strengthsOf(j));
            }
            writer.commit();
        }
    }
}
