package org.snmf.experiments.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/**
 * Directions W_V z in the residual stream as SAEDashboard's {@code VectorSet}, which makes dashboards of directions that are no
 * autoencoder. They are what the MLP adds, so their place is the MLP's output.
 */
public final class VectorSet {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VectorSet() {}

    /**
     * Writes {@code vectors} and {@code names} with their model and place.
     *
     * @throws InputException if there are no features
     */
    public static void write(Path file, Place place, List<FeatureRecord> features) {
        if (features.isEmpty()) {
            throw new InputException(file.toString(), "at least one feature that is not dead", "none", "Fit again.");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vectors", features.stream().map(FeatureRecord::direction).toList());
        json.put("names", features.stream().map(FeatureRecord::name).toList());
        json.put("indices", features.stream().map(FeatureRecord::index).toList());
        json.put("d_model", features.get(0).direction().length);
        json.put("hook_point", place.hook());
        json.put("hook_layer", place.layer());
        json.put("model_name", place.model());
        try {
            AtomicFile.write(file, JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings are always writable", e);
        }
    }
}
