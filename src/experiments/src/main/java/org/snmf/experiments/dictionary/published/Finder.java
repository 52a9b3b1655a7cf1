package org.snmf.experiments.dictionary.published;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.files.python.NamedArrays;

/** Finds the files of a dictionary and says whose layout they are in. */
final class Finder {
    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 20_000;

    private static final Map<String, Format> FORMATS = new LinkedHashMap<>();

    static {
        for (Format format : List.of(
                new SaeLens(),
                new Sparsify(),
                new GemmaScope(),
                new GemmaScope2(),
                new LlamaScope(),
                new LlamaScopeR1(),
                new OpenAi(),
                new DictionaryLearning(),
                new QwenScope())) {
            FORMATS.put(format.key(), format);
        }
    }

    private Finder() {}

    static List<String> formats() {
        return List.copyOf(FORMATS.keySet());
    }

    static Source find(Path path, ReadOptions options) {
        Optional<Format> wanted = options.format().map(Finder::format);
        if (Files.isRegularFile(path)) {
            if (wanted.isPresent()) {
                return new Source(path.toAbsolutePath().resolveSibling(""), path, wanted.get());
            }
            return source(path, wanted)
                    .orElseThrow(() -> new InputException(
                            path.toString(),
                            "weights of a dictionary: .safetensors, .npz or .pt with its configuration beside it",
                            "a file of another name",
                            "Name its folder, or say whose it is with --format: " + String.join(", ", formats())
                                    + "."));
        }
        if (!Files.isDirectory(path)) {
            throw new InputException(path.toString(), "a folder with a dictionary", "nothing", "Check the path.");
        }
        List<Source> found = new ArrayList<>();
        List<InputException> refusals = new ArrayList<>();
        for (Path file : files(path)) {
            try {
                source(file, wanted).ifPresent(found::add);
            } catch (InputException e) {
                refusals.add(e);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty() && !refusals.isEmpty()) {
            throw refusals.get(0);
        }
        if (found.isEmpty()) {
            throw new InputException(
                    path.toString(),
                    "a dictionary: cfg.json with sae_weights.safetensors or sae.safetensors, params.npz, "
                            + "params.safetensors, hyperparams.json with checkpoints/final.safetensors, config.json with "
                            + "ae.pt, or a .pt of tensors",
                    "none of them",
                    "Name the folder that holds one of them.");
        }
        throw new InputException(
                path.toString(),
                "one dictionary",
                found.size() + ": "
                        + String.join(
                                ", ",
                                found.stream()
                                        .limit(5)
                                        .map(s -> path.relativize(s.weights()).toString())
                                        .toList())
                        + (found.size() > 5 ? ", …" : ""),
                "Name the folder, or the file, of one of them.");
    }

    private static Format format(String key) {
        Format format = FORMATS.get(key);
        if (format == null) {
            throw new InputException("--format", "one of " + String.join(", ", formats()), key, "");
        }
        return format;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = walk.limit(MOST_FILES + 1)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new InputException(
                        folder.toString(), "the folder of a dictionary", "more than " + MOST_FILES + " files", "");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(folder.toString(), "a readable folder", e.toString(), "", e);
        }
    }

    /** The dictionary that a file is the weights of. */
    private static Optional<Source> source(Path weights, Optional<Format> wanted) {
        Path folder = weights.toAbsolutePath().resolveSibling("");
        return key(weights, folder).map(FORMATS::get).map(format -> new Source(folder, weights, wanted.orElse(format)));
    }

    private static Optional<String> key(Path weights, Path folder) {
        String name = weights.getFileName().toString();
        return switch (name) {
            case "sae_weights.safetensors" ->
                Files.isRegularFile(folder.resolve("cfg.json")) || !Files.isRegularFile(folder.resolve("config.json"))
                        ? Optional.of("saelens")
                        : Optional.of("llama-scope-r1");
            case "sae.safetensors" -> Optional.of("sparsify");
            case "params.npz" -> Optional.of("gemma-scope");
            case "params.safetensors" -> Optional.of("gemma-scope-2");
            case "final.safetensors" -> Optional.of("llama-scope");
            case "ae.pt", "ae.safetensors" -> Optional.of("dictionary-learning");
            default -> name.endsWith(".pt") || name.endsWith(".pth") ? ofTensors(weights) : Optional.empty();
        };
    }

    /** Two publishers name their files as they like; the tensors tell which of them it is. */
    private static Optional<String> ofTensors(Path weights) {
        try (NamedArrays arrays = NamedArrays.open(weights)) {
            if (arrays.names().contains("pre_bias") && arrays.names().contains("latent_bias")) {
                return Optional.of("openai");
            }
            if (arrays.names().contains("W_enc") && arrays.names().contains("W_dec")) {
                return Optional.of("qwen-scope");
            }
            throw new InputException(
                    weights.toString(),
                    "pre_bias and latent_bias, or W_enc and W_dec",
                    "tensors " + String.join(", ", arrays.names()),
                    "Of the dictionaries in .pt files those of OpenAI, of Qwen Scope and of dictionary_learning "
                            + "(ae.pt with config.json) are read.");
        }
    }
}
