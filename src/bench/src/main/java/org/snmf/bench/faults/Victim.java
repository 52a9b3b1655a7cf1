package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.files.Safetensors;
import org.snmf.files.Sha256;
import org.snmf.files.TensorInfo;
import org.snmf.store.ActivationStore;

/**
 * A verb that faults are tried on.
 *
 * @param name of the verb and its kind
 * @param words the verb and its options, in which {@code @} stands for the folder of the result
 * @param output name of the result in that folder
 */
record Victim(String name, List<String> words, String output) {
    /** Name of the file of sentences that victims read. */
    static final String SENTENCES = "sentences.txt";

    /** MiB of heap where that is not the fault. */
    private static final int HEAP = 512;

    /** All that are tried, on the store and the factorization in {@code base}. */
    static List<Victim> all(Path base) {
        Path matrix = base.resolve("store");
        int neurons;
        int tokens;
        try (ActivationStore store = ActivationStore.open(matrix)) {
            neurons = store.sites().get(0).width();
            tokens = store.tokens().size();
        }
        String input = matrix + "#layer.0.mlp_act";
        SnmfOptions options = SnmfOptions.rank(12).withSparsity(0.05).withThreads(1);
        SnmfPlan whole = SnmfPlan.of(options, neurons, tokens);
        long streamed = whole.bytes() - whole.activationBytes() / 2;
        long filed = streamed;
        while (SnmfPlan.of(options.withMemoryBudget(filed), neurons, tokens).coefficientsResident()) {
            filed -= 1 << 16;
        }
        String fit =
                "factorize --input " + input + " --rank 12 --sparsity 0.05 --threads 1 --iterations 16 --tolerance 0"
                        + " --checkpoint @/checkpoint --checkpoint-seconds 0.02 --out @/F.safetensors --json";
        return List.of(
                of(
                        "capture",
                        "capture --model embedded --data " + base.resolve(SENTENCES)
                                + " --layers 0,1 --out @/store --json",
                        "store"),
                of("fit in memory", fit, "F.safetensors"),
                of("fit, A streamed", fit + " --memory-budget " + streamed, "F.safetensors"),
                of("fit, Y in files", fit + " --memory-budget " + filed, "F.safetensors"),
                of(
                        "fine-tune",
                        "tree --input " + input + " --ranks 12,4 --threads 1 --iterations 6 --fine-tune CONSTRAINED"
                                + " --fine-tune-iterations 8 --out @/H.safetensors --json",
                        "H.safetensors"),
                of(
                        "encode",
                        "encode --factorization " + base.resolve("F.safetensors") + " --model embedded --data "
                                + base.resolve(SENTENCES) + " --out @/E.safetensors --json",
                        "E.safetensors"),
                of(
                        "export",
                        "export --factorization " + base.resolve("F.safetensors") + " --input " + matrix
                                + " --layer 0 --out @/X.json --json",
                        "X.json"));
    }

    static Victim of(String name, String words, String output) {
        return new Victim(name, List.of(words.split(" ")), output);
    }

    /** The verb and its options, for a folder of the result. */
    List<String> words(Path folder) {
        return words.stream().map(word -> word.replace("@", folder.toString())).toList();
    }

    /** Starts the verb in a process of its own, with its libraries loaded and room enough. */
    Attempt start(Path folder) throws IOException {
        return Attempt.start(
                words(folder), folder.resolveSibling("said"), HEAP, List.of("-Dwarm=true"), archive(folder));
    }

    /** Starts the verb in a process of its own, with a heap of so many MiB. */
    Attempt start(Path folder, int heapMib) throws IOException {
        return Attempt.start(words(folder), folder.resolveSibling("said"), heapMib, List.of(), archive(folder));
    }

    /** The archive of loaded classes, beside the folder of a result. */
    static Path archive(Path folder) {
        return folder.resolveSibling("classes.jsa");
    }

    /** Runs the verb in this process. */
    Attempt.End here(Path folder) {
        return Attempt.here(words(folder));
    }

    /** A digest of what the result holds, without the times at which it was made. */
    String digest(Path folder) throws IOException {
        Path file = folder.resolve(output);
        StringBuilder all = new StringBuilder();
        if (Files.isDirectory(file)) {
            try (ActivationStore store = ActivationStore.open(file);
                    Stream<Path> files = Files.list(file)) {
                all.append(store.tokens().size());
                for (Path part : new TreeSet<>(files.toList())) {
                    all.append(part.getFileName())
                            .append(
                                    part.endsWith("provenance.json")
                                            ? Files.readString(part).replaceAll("\"created\" : \"[^\"]*\"", "")
                                            : Sha256.of(part));
                }
            }
        } else if (output.endsWith(".safetensors")) {
            try (Safetensors in = Safetensors.open(file)) {
                for (TensorInfo info : in.tensors().values()) {
                    var digest = Sha256.fresh();
                    digest.update(in.tensor(info.name()).bytes(0, info.elements()));
                    all.append(info.name()).append(HexFormat.of().formatHex(digest.digest()));
                }
            }
        } else {
            all.append(Sha256.of(file));
        }
        return all.toString();
    }

    /** Bytes of the result. */
    long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
