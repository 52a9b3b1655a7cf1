package org.snmf.experiments.dictionary.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.files.AtomicFile;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;

/** Writes autoencoders in the newest layout of SAELens, {@code cfg.json} and {@code sae_weights.safetensors}. */
public final class SaeLensFile {
    /** Version of SAELens whose layout this is. */
    private static final String LAYOUT = "6.18.0";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SaeLensFile() {}

    /**
     * Writes an autoencoder of MLP activations with a relu or TopK gate, as trainings here make them.
     *
     * @param modelName what the model is called
     * @param beginToken whether its texts began with a begin token
     * @param folder is made where it is not there
     * @throws InputException if it is another dictionary
     */
    public static void save(SparseDictionary dictionary, String modelName, boolean beginToken, Path folder) {
        DictionarySite site = dictionary.input();
        boolean topK = dictionary.gate() instanceof Gate.TopK;
        boolean plain = (topK || dictionary.gate() instanceof Gate.Relu)
                && dictionary.normalisation() == Normalisation.NONE
                && dictionary.skip().isEmpty()
                && !dictionary.isTranscoder()
                && site.kind() == DictionarySite.Kind.MLP_ACT;
        if (!plain) {
            throw new InputException(
                    dictionary.name(),
                    "an autoencoder of MLP activations with relu or topk",
                    dictionary.toString(),
                    "");
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("sae_lens_version", LAYOUT);
        metadata.put("model_name", modelName);
        metadata.put("model_class_name", "AutoModelForCausalLM");
        metadata.put("hook_name", "blocks." + site.layer().orElseThrow() + ".mlp.hook_post");
        metadata.put("prepend_bos", beginToken);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", topK ? "topk" : "standard");
        if (dictionary.gate() instanceof Gate.TopK gate) {
            config.put("k", gate.k());
            config.put("rescale_acts_by_decoder_norm", false);
        }
        config.put("d_in", dictionary.inputWidth());
        config.put("d_sae", dictionary.latents());
        config.put("dtype", "float32");
        config.put("device", "cpu");
        config.put("apply_b_dec_to_input", dictionary.subtractsDecoderBias());
        config.put("normalize_activations", "none");
        config.put("reshape_activations", "none");
        config.put("metadata", metadata);
        write(dictionary, folder, config);
    }

    private static void write(SparseDictionary dictionary, Path folder, Map<String, Object> config) {
        int d = dictionary.inputWidth();
        int m = dictionary.latents();
        List<Spec> specs = List.of(
                Spec.of("W_enc", TensorType.F32, d, m),
                Spec.of("W_dec", TensorType.F32, m, d),
                Spec.of("b_enc", TensorType.F32, m),
                Spec.of("b_dec", TensorType.F32, d));
        try {
            Files.createDirectories(folder);
            AtomicFile.write(folder.resolve("cfg.json"), JSON.writeValueAsString(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        } catch (IOException e) {
            throw new InputException(folder.toString(), "a folder that can be written", e.toString(), "", e);
        }
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve("sae_weights.safetensors"), Map.of(), specs)) {
            writer.write(dictionary.encoder().transposed().values());
            writer.write(dictionary.decoder().values());
            writer.write(dictionary.encoderBias());
            writer.write(dictionary.decoderBias());
            writer.commit();
        }
    }
}
