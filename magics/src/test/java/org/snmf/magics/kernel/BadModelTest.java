package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.goldens.Goldens;

/**
 * Every fault that a checkpoint or a list of ids can have, tried through the shell and through the magic of the bundled
 * kernel: both say the same one line with what was expected, what was found, where, and what to do.
 */
@Timeout(120)
class BadModelTest {
    @TempDir
    private static Path folder;

    @RegisterExtension
    static final ShellAndKernel both = new ShellAndKernel();

    /**
     * A fault.
     *
     * @param model the sound model that it is put into
     * @param put makes the faulty copy
     * @param line what is asked of it; DIR stands for the copy
     * @param parts what the message must name
     */
    private record Fault(
            String name, String model, BiFunction<BrokenModels, Path, Path> put, String line, List<String> parts) {
        static Fault loading(String name, BiFunction<BrokenModels, Path, Path> put, String... parts) {
            return new Fault(name, "gpt2", put, "model DIR", List.of(parts));
        }

        static Fault using(String name, String line, String... parts) {
            return new Fault(name, "gpt2", BrokenModels::copy, line, List.of(parts));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static ObjectNode tensor(ObjectNode header, String name) {
        return (ObjectNode) header.get(name);
    }

    static Stream<Fault> faults() {
        String longList = "1,".repeat(65);
        return Stream.of(
                Fault.loading(
                        "broken header",
                        (broken, model) -> broken.withBytes(model, bytes -> bytes.put(8, (byte) '!')),
                        "model.safetensors",
                        "a JSON header"),
                Fault.loading(
                        "header length that is none",
                        (broken, model) -> broken.withBytes(model, bytes -> bytes.putLong(0, -1)),
                        "model.safetensors",
                        "18446744073709551615"),
                Fault.loading(
                        "header larger than the file",
                        (broken, model) -> broken.withBytes(model, bytes -> bytes.putLong(0, bytes.limit() + 1000L)),
                        "model.safetensors",
                        "bytes after its length"),
                Fault.loading(
                        "data cut off",
                        (broken, model) -> broken.withHeader(model, header -> tensor(header, "wte.weight")
                                .putArray("data_offsets")
                                .add(10_000_000)
                                .add(10_000_000 + 257 * 32 * 4)),
                        "model.safetensors",
                        "wte.weight"),
                Fault.loading(
                        "overlapping offsets",
                        (broken, model) -> broken.withHeader(model, header -> tensor(header, "h.1.ln_1.bias")
                                .set(
                                        "data_offsets",
                                        tensor(header, "h.1.ln_1.weight").get("data_offsets"))),
                        "model.safetensors",
                        "h.1.ln_1.bias",
                        "h.1.ln_1.weight",
                        "overlapping"),
                Fault.loading(
                        "offsets of another size",
                        (broken, model) -> broken.withHeader(model, header -> tensor(header, "h.1.ln_1.bias")
                                .putArray("data_offsets")
                                .add(0)
                                .add(4)),
                        "h.1.ln_1.bias",
                        "128 bytes"),
                Fault.loading(
                        "wrong dtype",
                        (broken, model) -> broken.withHeader(model, header -> tensor(header, "h.1.mlp.c_fc.weight")
                                .put("dtype", "I32")),
                        "h.1.mlp.c_fc.weight",
                        "F32, F16, BF16",
                        "I32"),
                Fault.loading(
                        "unknown dtype",
                        (broken, model) -> broken.withHeader(model, header -> tensor(header, "h.1.mlp.c_fc.weight")
                                .put("dtype", "Q4_0")),
                        "h.1.mlp.c_fc.weight",
                        "Q4_0"),
                new Fault(
                        "missing shard",
                        "llama31-sharded",
                        (broken, model) -> broken.without(model, "model-00002-of-00002.safetensors"),
                        "model DIR",
                        List.of("model-00002-of-00002.safetensors", "no such file")),
                Fault.loading(
                        "no weights",
                        (broken, model) -> broken.without(model, "model.safetensors"),
                        "model.safetensors.index.json"),
                Fault.loading(
                        "config without the number of layers, 12 by default",
                        (broken, model) -> broken.withConfig(model, config -> config.remove("n_layer")),
                        "h.2.ln_1.weight",
                        "incomplete or of another model"),
                Fault.loading(
                        "config with a wrong value",
                        (broken, model) -> broken.withConfig(model, config -> config.put("n_head", "four")),
                        "config.json",
                        "n_head",
                        "four"),
                Fault.loading(
                        "another architecture",
                        (broken, model) -> broken.withConfig(model, config -> config.put("model_type", "mamba")
                                .putArray("architectures")
                                .add("MambaForCausalLM")),
                        "gpt2",
                        "llama",
                        "gemma2",
                        "\"mamba\""),
                Fault.loading(
                        "missing tensor",
                        (broken, model) -> broken.withHeader(model, header -> header.remove("h.1.mlp.c_fc.weight")),
                        "h.1.mlp.c_fc.weight"),
                Fault.loading(
                        "misshaped tensor",
                        (broken, model) -> broken.withHeader(model, header -> tensor(header, "h.1.mlp.c_fc.weight")
                                .putArray("shape")
                                .add(128)
                                .add(32)),
                        "h.1.mlp.c_fc.weight",
                        "[32, 128]",
                        "[128, 32]"),
                Fault.using("ids outside the vocabulary", "generate --model DIR --ids 1,257", "0 to 256", "'257'"),
                Fault.using("ids that are no numbers", "trace --model DIR --ids 1,-2 --out X", "0 to 256", "'-2'"),
                Fault.using(
                        "sequence over the context",
                        "trace --model DIR --ids " + longList + " --out X",
                        "64",
                        "65 ids"),
                Fault.using(
                        "continuation over the context",
                        "generate --model DIR --ids 1,2 --max-new-tokens 63",
                        "at most 64 positions",
                        "65"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shellAndMagicSayTheSame(Fault fault) throws Exception {
        Path sound = Goldens.folder(fault.model());
        String line = fault.line()
                .replace(
                        "DIR",
                        fault.put().apply(new BrokenModels(folder), sound).toString())
                .replace(" X", " " + folder.resolve("out.safetensors"));
        both.assertBothRefuse(line, fault.parts());
        assertThat(folder.resolve("out.safetensors")).doesNotExist();
    }
}
