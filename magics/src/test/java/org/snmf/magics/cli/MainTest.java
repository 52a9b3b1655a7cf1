package org.snmf.magics.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.files.Safetensors;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;
import org.snmf.goldens.Goldens;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;

/** The command line as a program sees it: exit status, standard output, standard error, files. */
class MainTest {
    private static final int NEURONS = 40;
    private static final int TOKENS = 300;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String line) {
        out.reset();
        err.reset();
        return Main.run(
                ArgumentLine.split(line),
                new Session(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    private JsonNode json(String line) throws Exception {
        assertThat(run(line)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(printed.strip().lines()).hasSize(1);
        return new ObjectMapper().readTree(printed);
    }

    private Path matrix() {
        Path file = folder.resolve("a.safetensors");
        SplittableRandom random = new SplittableRandom(1);
        float[] byNeuron = new float[NEURONS * TOKENS];
        for (int i = 0; i < byNeuron.length; i++) {
            byNeuron[i] = (float) random.nextDouble();
        }
        float[] byToken = new float[byNeuron.length];
        for (int j = 0; j < NEURONS; j++) {
            for (int t = 0; t < TOKENS; t++) {
                byToken[t * NEURONS + j] = byNeuron[j * TOKENS + t];
            }
        }
        List<SafetensorsWriter.Spec> specs = List.of(
                SafetensorsWriter.Spec.of("a", TensorType.F32, NEURONS, TOKENS),
                SafetensorsWriter.Spec.of("b", TensorType.F32, TOKENS, NEURONS));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, java.util.Map.of(), specs)) {
            writer.write(byNeuron);
            writer.write(byToken);
            writer.commit();
        }
        return file;
    }

    @Test
    void factorizeKeepsItsContract() throws Exception {
        Path file = folder.resolve("f.safetensors");
        JsonNode report = json("factorize --input " + matrix() + "#a --layout neurons-by-tokens --rank 5 --sparsity 0.2"
                + " --init random --update multiplicative --iterations 12 --tolerance 0 --patience 100 --seed 3"
                + " --engine torch --memory-budget 1GiB --dense --out " + file + " --json");
        assertThat(report.get("iterations").asInt()).isEqualTo(12);
        assertThat(report.get("trace")).hasSize(12);
        assertThat(report.at("/trace/0/0").asInt()).isEqualTo(1);
        assertThat(report.at("/trace/11/2").asDouble())
                .isEqualTo(report.get("relative_error").asDouble());
        assertThat(report.at("/trace/11/1").asDouble())
                .isEqualTo(report.get("seconds").asDouble());
        assertThat(report.get("best_relative_error").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(report.get("relative_error").asDouble());
        assertThat(report.get("seconds_per_iteration").asDouble()).isPositive();
        if (Files.exists(Path.of("/proc/self/status"))) {
            assertThat(report.get("peak_resident_mib").asLong()).isPositive();
        }
        assertThat(report.at("/options/seed").asText()).isEqualTo("3");
        Factorization read = Factorization.load(file);
        assertThat(read.rank()).isEqualTo(5);
        assertThat(read.neurons()).isEqualTo(NEURONS);
        assertThat(read.features().support(0)).hasSize(8);
        try (Safetensors tensors = Safetensors.open(file)) {
            assertThat(tensors.info("z").shape()).containsExactly((long) NEURONS, 5L);
        }
    }

    @Test
    void bothLayoutsAreTheSameMatrix() throws Exception {
        Path file = matrix();
        String options = " --rank 4 --sparsity 10% --iterations 5 --seed 1 --json";
        JsonNode byNeuron = json("factorize --input " + file + "#a" + options);
        JsonNode byToken = json("factorize --input " + file + "#b --layout tokens-by-neurons" + options);
        assertThat(byToken.get("neurons").asInt()).isEqualTo(NEURONS);
        assertThat(byToken.get("relative_error").asDouble())
                .isEqualTo(byNeuron.get("relative_error").asDouble());
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        Path file = folder.resolve("f.safetensors");
        JsonNode plan = json("factorize --input " + matrix() + "#a --rank 5 --dry-run --out " + file + " --json");
        assertThat(plan.get("neurons").asInt()).isEqualTo(NEURONS);
        assertThat(plan.get("tokens").asInt()).isEqualTo(TOKENS);
        assertThat(plan.get("bytes_of_a").asLong()).isEqualTo(4L * NEURONS * TOKENS);
        SnmfOptions options = SnmfOptions.rank(5);
        SnmfPlan library = SnmfPlan.of(options, NEURONS, TOKENS);
        assertThat(plan.get("bytes").asLong()).isEqualTo(library.bytes());
        assertThat(plan.get("flops_per_iteration").asDouble()).isEqualTo(library.flopsPerIteration());
        assertThat(plan.get("seconds_estimate").asDouble())
                .isEqualTo(SnmfPlan.rehearsal(options).seconds(1000 * library.flopsPerIteration()), within(1e-9));
        assertThat(file).doesNotExist();
    }

    @Test
    void aDryRunSaysWhetherTheMatrixIsStreamed() throws Exception {
        String line = "factorize --input " + matrix() + "#a --rank 2 --threads 1 --dry-run --json --memory-budget ";
        JsonNode resident = json(line + "1GiB");
        assertThat(resident.get("streamed").asBoolean()).isFalse();
        assertThat(resident.get("bytes_of_a_held").asLong()).isEqualTo(4L * NEURONS * TOKENS);
        long tight = resident.get("bytes").asLong() - 1;
        JsonNode streamed = json(line + tight);
        assertThat(streamed.get("streamed").asBoolean()).isTrue();
        assertThat(streamed.get("bytes").asLong()).isLessThanOrEqualTo(tight);
        assertThat(run(line + "1000")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("memory budget: expected at least");
    }

    @Test
    void allVerbsThatFitPlanAtTheSameRate() throws Exception {
        Path file = folder.resolve("f.safetensors");
        String input = " --input " + matrix() + "#a";
        json("factorize --rank 4 --sparsity 0.2 --iterations 7" + input + " --out " + file + " --json");
        double fit = json("factorize --rank 4 --sparsity 0.2 --iterations 7 --dry-run --json" + input)
                .get("seconds_estimate")
                .asDouble();
        JsonNode again = json("reproduce " + file + input + " --dry-run --json");
        assertThat(again.get("seconds_estimate").asDouble()).isEqualTo(fit, within(1e-12));
        JsonNode stability =
                json("stability --ranks 4,4 --seeds 3 --sparsity 0.2 --iterations 7 --dry-run --json" + input);
        assertThat(stability.get("fits").asInt()).isEqualTo(6);
        assertThat(stability.get("seconds_estimate").asDouble()).isEqualTo(6 * fit, within(1e-12));
    }

    @Test
    void theBestOfSeveralRestartsIsKeptAndReproduced() throws Exception {
        Path file = folder.resolve("f.safetensors");
        String line = "factorize --input " + matrix() + "#a --rank 5 --sparsity 0.2 --iterations 9 --seed 2 --seeds 3";
        JsonNode report = json(line + " --checkpoint " + folder.resolve("c") + " --out " + file + " --json");
        assertThat(report.get("restarts")).hasSize(3);
        assertThat(report.get("restarts_stopped").asBoolean()).isFalse();
        double least = Double.POSITIVE_INFINITY;
        for (JsonNode run : report.get("restarts")) {
            least = Math.min(least, run.get("relative_error").asDouble());
        }
        assertThat(report.get("best_relative_error").asDouble()).isEqualTo(least);
        assertThat(report.at("/restarts/0/seed").asLong()).isEqualTo(2);
        assertThat(json("reproduce " + file + " --input " + matrix() + "#a --json")
                        .get("same_bytes")
                        .asBoolean())
                .isTrue();
        assertThat(run(line)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("restart 3 of 3", "(kept)");
        assertThat(run(line.replace("--seeds 3", "--seeds 0"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--seeds: expected at least 1, found 0");
    }

    @Test
    void stabilityIsATableByRank() throws Exception {
        String line = "stability --input " + matrix() + "#a --ranks 2,5 --seeds 2 --sparsity 0.2 --iterations 20";
        JsonNode report = json(line + " --json");
        assertThat(report.get("rows")).hasSize(2);
        assertThat(report.get("stopped").asBoolean()).isFalse();
        assertThat(report.at("/rows/1/rank").asInt()).isEqualTo(5);
        assertThat(report.at("/rows/1/runs").asInt()).isEqualTo(2);
        assertThat(report.at("/rows/1/error").asDouble())
                .isLessThan(report.at("/rows/0/error").asDouble());
        assertThat(run(line)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("least error", "stable features", "of 5", "take the largest k");
    }

    @Test
    void badInputIsStatusTwoAndOneLine() {
        assertThat(run("factorize --input " + matrix() + " --rank 5")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Name one of them after #")
                .doesNotContain("\tat ");
        assertThat(out.size()).isZero();
        assertThat(run("factorize --input " + folder.resolve("no.npy") + " --rank 5 --json"))
                .isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(run("factorize --input " + folder.resolve("a.safetensors") + "#a --rank 500"))
                .isEqualTo(2);
        assertThat(run("nothing")).isEqualTo(2);
        assertThat(run("trace --ids 1")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--out");
    }

    @Test
    void withoutArgumentsThereIsHelp() {
        assertThat(run("")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("factorize");
    }

    @Test
    void traceKeepsItsContract() throws Exception {
        Path model = Goldens.folder("gpt2");
        Path file = folder.resolve("t.safetensors");
        json("trace --model \"" + model + "\" --ids \"1,2,3\" --ids 4,5 --add-mlp \"0:1.5:" + model
                + "/golden.safetensors#iv.vector\" --out " + file + " --json");
        try (Safetensors trace = Safetensors.open(file)) {
            assertThat(trace.info("s0.logits").shape()).containsExactly(3L, 257L);
            assertThat(trace.info("s1.L1.mlp_act").shape()).containsExactly(2L, 128L);
            assertThat(trace.tensors().keySet())
                    .contains("s0.L0.mlp_in", "s0.L0.mlp_out", "s0.L1.resid")
                    .hasSize(2 * (1 + 2 * 4));
        }
    }

    @Test
    void generateKeepsItsContract() throws Exception {
        Path model = Goldens.folder("gpt2");
        JsonNode report =
                json("generate --model \"" + model + "\" --ids 1,2,3 --ids 7 --max-new-tokens 6 --greedy --json");
        assertThat(report.get("sequences")).hasSize(2);
        assertThat(report.at("/sequences/0/ids")).hasSize(6);
        assertThat(report.at("/sequences/1/ids")).hasSize(6);
        assertThat(run("generate --model \"" + model + "\" --ids 1,2,999 --greedy"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ids from 0 to 256", "'999'");
        assertThat(run("generate --model \"" + model + "\" --ids 1 --add-mlp 0:x:f#v"))
                .isEqualTo(2);
        assertThat(run("generate --model \"" + model + "\" --ids 1 --add-mlp \"9:1:" + model
                        + "/golden.safetensors#iv.vector\""))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("layer");
    }

    @Test
    void parityPassesAndFails() throws Exception {
        Path model = Goldens.folder("gpt2");
        assertThat(json("parity --golden \"" + model + "\" --json")
                        .get("passes")
                        .asBoolean())
                .isTrue();
        Path other = Goldens.folder("gpt2-bf16");
        assertThat(run("parity --model \"" + other + "\" --golden \"" + model + "\""))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("BEYOND");
    }

    @Test
    void parityWritesTheScriptThatMakesGoldens() throws Exception {
        Path script = folder.resolve("made/golden.py");
        assertThat(json("parity --against hf --out \"" + script + "\" --json")
                        .get("then")
                        .asText())
                .startsWith("parity --golden");
        assertThat(script).content().contains("AutoModelForCausalLM.from_pretrained", "golden.safetensors");
        assertThat(run("parity")).isNotZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--against hf");
    }

    @Test
    void everyFamilyIsListedWithWhatWasChecked() throws Exception {
        JsonNode families = json("model --list --json").get("families");
        assertThat(families).hasSizeGreaterThan(12);
        for (JsonNode family : families) {
            assertThat(family.get("goldens")).as("%s", family).isNotEmpty();
            assertThat(family.get("random_configurations").asInt()).isPositive();
        }
    }

    @Test
    void captureKeepsItsContractAndFeedsFactorize() throws Exception {
        Path model = Goldens.folder("llama-tied");
        Path data = folder.resolve("data.txt");
        Files.writeString(data, "Once upon a time there was a cat.\nThe dog ran home.\n");
        Path store = folder.resolve("act");
        JsonNode report = json("capture --model \"" + model + "\" --data " + data
                + " --layers 0,1 --site mlp_act --out " + store + " --json");
        assertThat(report.get("tokens").asInt()).isPositive();
        assertThat(report.get("seconds").asDouble()).isPositive();
        assertThat(report.get("tokens_per_second").asDouble()).isPositive();
        assertThat(report.get("load_seconds").asDouble()).isPositive();
        assertThat(report.has("peak_resident_mib")).isTrue();
        JsonNode fit = json("factorize --input " + store + " --layer 1 --rank 3 --iterations 3 --json");
        assertThat(fit.get("tokens").asInt()).isEqualTo(report.get("tokens").asInt());
        JsonNode shard = json("factorize --input " + store
                + "/activations-00000.safetensors#layer.1.mlp_act --rank 3 --iterations 3 --json");
        assertThat(shard.get("relative_error").asDouble())
                .isEqualTo(fit.get("relative_error").asDouble());
        assertThat(run("factorize --input " + store + " --rank 3")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("choose with --layer");
    }

    /** The test JVM's output goes to its parent, not to a person; a Java from 22 on has a console all the same. */
    @Test
    void anOutputThatGoesToNoPersonIsNoTerminal() {
        assertThat(Main.isTerminal(System.console())).isFalse();
    }
}
