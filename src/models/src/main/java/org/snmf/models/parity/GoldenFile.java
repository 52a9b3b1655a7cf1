package org.snmf.models.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.files.Safetensors;
import org.snmf.models.checkpoint.Family;

/** A folder of goldens: its tensors, and the plan that says what they are of, if there is one. */
final class GoldenFile implements AutoCloseable {
    private final Safetensors tensors;
    private final JsonNode plan;

    private GoldenFile(Safetensors tensors, JsonNode plan) {
        this.tensors = tensors;
        this.plan = plan;
    }

    static GoldenFile open(Path folder) {
        Path json = folder.resolve("golden.json");
        try {
            JsonNode plan = Files.isRegularFile(json)
                    ? new ObjectMapper().readTree(json.toFile())
                    : new ObjectMapper().createObjectNode();
            return new GoldenFile(Safetensors.open(folder.resolve("golden.safetensors")), plan);
        } catch (IOException e) {
            throw new InputException(json.toString(), "JSON", String.valueOf(e.getMessage()), "", e);
        }
    }

    boolean hasPlan() {
        return plan.has("sequences");
    }

    JsonNode plan() {
        return plan;
    }

    /**
     * What is allowed here: {@code usual}, or twice what the reference in float32 differs from itself in float64 where that is more,
     * as where activations are large; of two that compute in float32 neither can be held to less.
     */
    Family.Tolerance allowed(Family.Tolerance usual) {
        JsonNode own = plan.path("float32_differs_from_float64");
        return new Family.Tolerance(
                Math.max(usual.logits(), 2 * own.path("logits").asDouble(0)),
                Math.max(usual.others(), 2 * own.path("others").asDouble(0)));
    }

    boolean has(String name) {
        return tensors.has(name);
    }

    float[] floats(String name) {
        return tensors.tensor(name).floats();
    }

    /** Ids stored as a tensor of any number type. */
    int[] ids(String name) {
        return switch (tensors.info(name).type()) {
            case I32 -> tensors.tensor(name).ints();
            case I64 -> {
                long[] wide = tensors.tensor(name).longs();
                int[] ids = new int[wide.length];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = Math.toIntExact(wide[i]);
                }
                yield ids;
            }
            default -> {
                float[] values = floats(name);
                int[] ids = new int[values.length];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = (int) values[i];
                }
                yield ids;
            }
        };
    }

    /** Names that begin with {@code prefix}, ascending. */
    List<String> names(String prefix) {
        return tensors.tensors().keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).asInt();
        }
        return ids;
    }

    static List<int[]> listOfIds(JsonNode array) {
        List<int[]> list = new ArrayList<>();
        array.forEach(ids -> list.add(ids(ids)));
        return list;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
