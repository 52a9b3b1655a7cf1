package org.snmf.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.TensorInfo;

/** Names what a folder or a set of tensors is when it is no plain checkpoint, and the way to one. */
final class ForeignFormats {
    private static final String SAVE = "model.save_pretrained(\"FOLDER\")";
    private static final List<String> WRAPPERS = List.of("_orig_mod.", "module.", "base_model.model.", "model.model.");

    private ForeignFormats() {}

    /** Why a folder has no config.json. */
    static InputException withoutConfig(Path config) {
        Path directory = config.toAbsolutePath().resolveSibling("");
        Path adapter = directory.resolve("adapter_config.json");
        if (Files.isRegularFile(adapter)) {
            return adapter(directory, adapter);
        }
        boolean diffusers = Files.isRegularFile(directory.resolve("model_index.json"));
        return new InputException(
                config.toString(),
                "the model's config.json",
                diffusers
                        ? "model_index.json of a pipeline of several models"
                        : "no such file; there is " + list(directory),
                "Give a folder in the layout of the Hugging Face hub.");
    }

    private static InputException adapter(Path directory, Path adapter) {
        String base = ConfigKeys.parse(adapter).path("base_model_name_or_path").asText("its base model");
        return new InputException(
                directory.toString(),
                "a whole model with config.json",
                "an adapter (LoRA or another of PEFT) for " + base + ", without that model's weights",
                "Merge it once in Python: PeftModel.from_pretrained(base, \"" + directory.getFileName()
                        + "\").merge_and_unload().save_pretrained(\"FOLDER\"), and load that folder.");
    }

    /** Why a folder has no weights in safetensors. */
    static InputException withoutWeights(Path directory, String expected) {
        List<String> names = names(directory);
        String found = "neither; there is " + list(directory);
        String next = "Weights in other formats are not read; convert them to safetensors.";
        if (any(names, "pytorch_model.*\\.bin(\\.index\\.json)?|.*\\.(pt|pth|ckpt)")) {
            found = "weights as PyTorch pickles (" + first(names, ".*\\.(bin|pt|pth|ckpt|index\\.json)") + ")";
            next = "Pickles can run code and are not read. Convert once in Python: model = AutoModelForCausalLM"
                    + ".from_pretrained(\"" + directory.getFileName() + "\"); " + SAVE + ", which writes safetensors.";
        } else if (any(names, ".*\\.gguf")) {
            found = "a GGUF file (" + first(names, ".*\\.gguf") + "), which is quantized as a rule";
            next = "Load the checkpoint that it was made from.";
        } else if (any(names, "adapter_model\\..*")) {
            found = "the weights of an adapter alone (" + first(names, "adapter_model\\..*") + ")";
            next = "Merge it into its base model with PEFT's merge_and_unload() and " + SAVE + ".";
        } else if (any(names, "(tf_model\\.h5|flax_model\\.msgpack)")) {
            found = "weights of TensorFlow or Flax (" + first(names, "(tf_model\\.h5|flax_model\\.msgpack)") + ")";
            next = "Load them in transformers with from_tf or from_flax and write " + SAVE + ".";
        } else if (any(names, ".*\\.safetensors")) {
            found = first(names, ".*\\.safetensors") + " under another name";
            next = "If it holds the whole model under the names of transformers, rename it to model.safetensors; "
                    + "consolidated.safetensors has names of its own and must be converted.";
        }
        return new InputException(directory.toString(), expected, found, next);
    }

    /** Why a checkpoint lacks a tensor, or has it in another shape or type; empty where nothing explains it. */
    static Optional<InputException> quantized(Path directory, Collection<TensorInfo> tensors, @Nullable TensorInfo at) {
        Optional<String> how = quantization(directory, tensors, at);
        return how.map(name -> new InputException(
                directory + (at == null ? "" : ", tensor " + at.name()),
                "weights as F32, F16, BF16 or F64",
                "weights quantized by " + name,
                "Load the checkpoint that it was made from, or in Python: model.dequantize() and " + SAVE
                        + " where the method allows it."));
    }

    private static Optional<String> quantization(
            Path directory, Collection<TensorInfo> tensors, @Nullable TensorInfo at) {
        Path config = directory.resolve("config.json");
        JsonNode json = Files.isRegularFile(config) ? ConfigKeys.parse(config) : null;
        String method = json == null
                ? ""
                : json.path("quantization_config").path("quant_method").asText("");
        if (!method.isEmpty()) {
            return Optional.of(method + " (quantization_config of config.json)");
        }
        if (json != null && json.path("quantization").has("bits")) {
            return Optional.of(
                    "MLX to " + json.path("quantization").path("bits").asInt() + " bits");
        }
        if (has(tensors, ".*\\.(absmax|quant_state\\..*|SCB)")) {
            return Optional.of("bitsandbytes");
        }
        if (has(tensors, ".*\\.qweight")) {
            return Optional.of("GPTQ or AWQ");
        }
        if (at != null && at.type().name().startsWith("F8")) {
            return Optional.of("FP8 (" + at.type() + ")");
        }
        if (has(tensors, ".*\\.(scales|weight_scale|weight_scale_inv|weight_packed)")) {
            return Optional.of("a method that stores scales beside the weights");
        }
        return Optional.empty();
    }

    /** What stands before every name when a module was saved inside a wrapper; empty where it was not. */
    static Optional<String> wrapper(Collection<TensorInfo> tensors, String missing) {
        for (TensorInfo tensor : tensors) {
            int at = tensor.name().lastIndexOf(missing);
            if (at > 0 && tensor.name().charAt(at - 1) == '.' && tensor.name().length() == at + missing.length()) {
                String outer = tensor.name().substring(0, at).replaceFirst("(model|transformer)\\.$", "");
                return Optional.of(outer.isEmpty() ? tensor.name().substring(0, at) : outer);
            }
        }
        return WRAPPERS.stream()
                .filter(prefix -> !tensors.isEmpty()
                        && tensors.stream().allMatch(tensor -> tensor.name().startsWith(prefix)))
                .findFirst();
    }

    static InputException wrapped(Path directory, String prefix, String missing) {
        String by = prefix.contains("_orig_mod.")
                ? "torch.compile"
                : prefix.contains("base_model.") ? "an adapter of PEFT" : "a wrapper such as DataParallel";
        return new InputException(
                directory.toString(),
                "a tensor " + missing + ", perhaps after \"model.\" or \"transformer.\"",
                "names that begin with \"" + prefix + "\", as " + by + " saves them",
                "Save the module inside the wrapper, or take the beginning off the names in Python: "
                        + "{name.removeprefix(\"" + prefix + "\"): t for name, t in load_file(FILE).items()}.");
    }

    private static boolean has(Collection<TensorInfo> tensors, String pattern) {
        return tensors.stream().anyMatch(tensor -> tensor.name().matches(pattern));
    }

    private static boolean any(List<String> names, String pattern) {
        return names.stream().anyMatch(name -> name.matches(pattern));
    }

    private static String first(List<String> names, String pattern) {
        return names.stream().filter(name -> name.matches(pattern)).findFirst().orElse("");
    }

    private static String list(Path directory) {
        List<String> names = names(directory);
        String some = String.join(", ", names.subList(0, Math.min(6, names.size())));
        return names.isEmpty() ? "nothing" : names.size() > 6 ? some + ", …" : some;
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
