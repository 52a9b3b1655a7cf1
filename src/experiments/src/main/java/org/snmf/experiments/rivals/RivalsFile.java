package org.snmf.experiments.rivals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.store.Provenance;

/**
 * The directions of several methods as a safetensors file, for other programs: per method number i {@code i.detection} (F32,
 * [count, width]), {@code i.steering} (F32, [count, d], zeros where a direction is dead) and {@code i.sources} (I32, [count]);
 * metadata {@code i.method}, {@code i.space} and {@code i.how}, and {@code provenance} (JSON).
 */
public final class RivalsFile {
    /** The mark of such a file. */
    public static final String FORMAT = "snmf-directions-1";

    private RivalsFile() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @param rivals the methods; those without directions are left out
     * @param inputs sha256 by name of what they stand on
     */
    public static void save(List<Rival> rivals, Map<String, String> inputs, Path file) {
        Map<String, String> metadata = new TreeMap<>(Map.of("format", FORMAT));
        metadata.put("provenance", Provenance.of(inputs, Map.of()).toJson());
        List<Spec> specs = new ArrayList<>();
        List<Rival> kept =
                rivals.stream().filter(rival -> rival.directions().size() > 0).toList();
        for (int i = 0; i < kept.size(); i++) {
            ConceptDirections directions = kept.get(i).directions();
            metadata.put(i + ".method", directions.method());
            metadata.put(i + ".space", directions.space().key());
            metadata.put(i + ".how", kept.get(i).remark());
            int count = directions.size();
            specs.add(Spec.of(i + ".detection", TensorType.F32, count, directions.detection(0).length));
            specs.add(Spec.of(i + ".steering", TensorType.F32, count, hidden(directions)));
            specs.add(Spec.of(i + ".sources", TensorType.I32, count));
        }
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, metadata, specs)) {
            for (Rival rival : kept) {
                write(writer, rival.directions());
            }
            writer.commit();
        }
    }

    private static void write(SafetensorsWriter writer, ConceptDirections directions) {
        int hidden = hidden(directions);
        int[] sources = new int[directions.size()];
        for (int i = 0; i < sources.length; i++) {
            writer.write(directions.detection(i));
            sources[i] = directions.source(i);
        }
        for (int i = 0; i < sources.length; i++) {
            writer.write(directions.steering(i).orElse(new float[hidden]));
        }
        writer.write(sources);
    }

    /** d, as any living direction has it; 0 where all are dead. */
    private static int hidden(ConceptDirections directions) {
        for (int i = 0; i < directions.size(); i++) {
            if (directions.steering(i).isPresent()) {
                return directions.steering(i).get().length;
            }
        }
        return 0;
    }
}
