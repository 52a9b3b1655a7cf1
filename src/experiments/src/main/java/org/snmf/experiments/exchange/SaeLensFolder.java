package org.snmf.experiments.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snmf.engine.Block;
import org.snmf.engine.Cholesky;
import org.snmf.engine.Engine;
import org.snmf.files.AtomicFile;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.SparseColumns;

/**
 * Features as an autoencoder of MLP activations that SAELens loads ({@code cfg.json}, {@code sae_weights.safetensors}; architecture
 * "standard", its sixth generation). Row r of the decoder is z_r. SNMF has no encoder: the coefficients of a token solve
 * min ‖a − Z y‖ under y ≥ 0, for which an autoencoder has but one matrix product. What is written is that problem without its bound,
 * W_enc = Z (ZᵀZ + λI)⁻¹, whose negative solutions the relu cuts off; {@link #relativeError} says what that costs.
 */
public final class SaeLensFolder {
    /** Against features that are nearly copies of each other, as a share of the mean squared length of a feature. */
    private static final double RIDGE = 1e-4;

    private static final int TOKENS_AT_A_TIME = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparseColumns z;
    private final float[][] encoder;

    /** The autoencoder of the features Z (d_a × k). */
    public SaeLensFolder(SparseColumns z) {
        this.z = z;
        this.encoder = encoder(z);
    }

    /** (ZᵀZ + λI)⁻¹ Zᵀ, k rows of d_a. */
    private static float[][] encoder(SparseColumns z) {
        int k = z.columns();
        double[][] gram = new double[k][k];
        double trace = 0;
        for (int r = 0; r < k; r++) {
            float[] column = z.column(r);
            for (int s = 0; s < k; s++) {
                for (int i = z.offset(s); i < z.offset(s + 1); i++) {
                    gram[r][s] += (double) column[z.index(i)] * z.value(i);
                }
            }
            trace += gram[r][r];
        }
        try (Engine engine = Engine.open("torch", 1);
                Block rows = engine.allocate(k, z.rows())) {
            for (int r = 0; r < k; r++) {
                rows.values().put(r * z.rows(), z.column(r));
            }
            Cholesky.ridged(gram, RIDGE * trace / k, engine).factor().solve(rows, engine);
            float[][] encoder = new float[k][z.rows()];
            for (int r = 0; r < k; r++) {
                rows.values().get(r * z.rows(), encoder[r]);
            }
            return encoder;
        }
    }

    /** What the autoencoder answers for one token: relu(W_encᵀ a), k latents. */
    public float[] encode(float[] a) {
        float[] latents = new float[encoder.length];
        for (int r = 0; r < latents.length; r++) {
            double sum = 0;
            for (int j = 0; j < a.length; j++) {
                sum += (double) encoder[r][j] * a[j];
            }
            latents[r] = (float) Math.max(0, sum);
        }
        return latents;
    }

    /** ‖A − Z relu(W_encᵀA)‖_F / ‖A‖_F: to be held against the relative error of the factorization itself. */
    public double relativeError(ActivationMatrix a) {
        double left = 0;
        double all = 0;
        float[] token = new float[a.neurons()];
        for (int from = 0; from < a.tokens(); from += TOKENS_AT_A_TIME) {
            int count = Math.min(TOKENS_AT_A_TIME, a.tokens() - from);
            FloatBuffer block = a.block(from, count);
            for (int t = 0; t < count; t++) {
                block.get(t * token.length, token);
                all += squares(token);
                left += squares(rest(token, encode(token)));
            }
        }
        return Math.sqrt(left / all);
    }

    private float[] rest(float[] a, float[] latents) {
        float[] rest = a.clone();
        for (int r = 0; r < latents.length; r++) {
            for (int i = z.offset(r); latents[r] > 0 && i < z.offset(r + 1); i++) {
                rest[z.index(i)] -= latents[r] * z.value(i);
            }
        }
        return rest;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    /** Writes the folder. */
    public void write(Path folder, Place place) {
        int k = z.columns();
        int neurons = z.rows();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": could not be made", e);
        }
        try (SafetensorsWriter writer = SafetensorsWriter.create(
                folder.resolve("sae_weights.safetensors"),
                new TreeMap<>(),
                List.of(
                        Spec.of("W_enc", TensorType.F32, neurons, k),
                        Spec.of("W_dec", TensorType.F32, k, neurons),
                        Spec.of("b_enc", TensorType.F32, k),
                        Spec.of("b_dec", TensorType.F32, neurons)))) {
            float[] row = new float[k];
            for (int j = 0; j < neurons; j++) {
                for (int r = 0; r < k; r++) {
                    row[r] = encoder[r][j];
                }
                writer.write(row);
            }
            for (int r = 0; r < k; r++) {
                writer.write(z.column(r));
            }
            writer.write(new float[k]);
            writer.write(new float[neurons]);
            writer.commit();
        }
        AtomicFile.write(folder.resolve("cfg.json"), configuration(place));
    }

    private String configuration(Place place) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architecture", "standard");
        json.put("d_in", z.rows());
        json.put("d_sae", z.columns());
        json.put("dtype", "float32");
        json.put("device", "cpu");
        json.put("apply_b_dec_to_input", false);
        json.put("normalize_activations", "none");
        json.put("reshape_activations", "none");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("sae_lens_version", "6.0.0");
        metadata.put("model_name", place.model());
        metadata.put("hook_name", place.activationHook());
        metadata.put("hook_head_index", null);
        metadata.put("prepend_bos", true);
        metadata.put("exclude_special_tokens", true);
        metadata.put("neuronpedia_id", place.model() + "/" + place.source());
        json.put("metadata", metadata);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings are always writable", e);
        }
    }
}
