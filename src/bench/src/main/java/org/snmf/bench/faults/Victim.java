package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private static final long LONGEST_SECONDS = 300;

    /** Where each process that runs says what it has to say. */
    private static final Map<Process, Path> SAID = new ConcurrentHashMap<>();

    /** How a process ended, and what it said. */
    record End(int status, String said, double seconds) {}

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
        SnmfOptions options = SnmfOptions.rank(24).withSparsity(0.05).withThreads(1);
        SnmfPlan whole = SnmfPlan.of(options, neurons, tokens);
        long streamed = whole.bytes() - whole.activationBytes() / 2;
        long filed = streamed;
        while (SnmfPlan.of(options.withMemoryBudget(filed), neurons, tokens).coefficientsResident()) {
            filed -= 1 << 16;
        }
        String fit =
                "factorize --input " + input + " --rank 24 --sparsity 0.05 --threads 1 --iterations 40 --tolerance 0"
                        + " --checkpoint @/checkpoint --checkpoint-seconds 0.2 --out @/F.safetensors --json";
        return List.of(
                of("capture", "capture --model embedded --data embedded --layers 0,1 --out @/store --json", "store"),
                of("fit in memory", fit, "F.safetensors"),
                of("fit, A streamed", fit + " --memory-budget " + streamed, "F.safetensors"),
                of("fit, Y in files", fit + " --memory-budget " + filed, "F.safetensors"),
                of(
                        "fine-tune",
                        "tree --input " + input + " --ranks 12,4 --threads 1 --iterations 10 --fine-tune CONSTRAINED"
                                + " --fine-tune-iterations 10 --out @/H.safetensors --json",
                        "H.safetensors"),
                of(
                        "encode",
                        "encode --factorization " + base.resolve("F.safetensors")
                                + " --model embedded --data time-units --out @/E.safetensors --json",
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

    /** Starts the verb in a process of its own. */
    Process start(Path folder, int heapMib) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                "org.snmf.magics.cli.Main"));
        words.forEach(word -> command.add(word.replace("@", folder.toString())));
        Path said = Files.createTempFile(folder.getParent(), "said-", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        SAID.put(process, said);
        return process;
    }

    /** Waits for the end. */
    static End end(Process process, long begun) throws IOException, InterruptedException {
        boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        Path file = SAID.remove(process);
        String said = Files.readString(file);
        Files.delete(file);
        return new End(
                ended ? process.exitValue() : -1,
                ended ? said : "no end after " + LONGEST_SECONDS + " seconds; " + said,
                (System.nanoTime() - begun) * 1e-9);
    }

    /** Runs it to its end. */
    End run(Path folder, int heapMib) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        return end(start(folder, heapMib), begun);
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
