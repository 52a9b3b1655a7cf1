package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snmf.magics.kernel.BadMatrices.NEURONS;
import static org.snmf.magics.kernel.BadMatrices.TOKENS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.factorize.Factorization;
import org.snmf.magics.session.Session;

/**
 * Every fault that a matrix, a store of activations or the options of a fit can have, tried through the shell and through
 * the magic of the bundled kernel: both say the same one line with what was expected, what was found, where, and what to
 * do. What looks odd but can be fitted is fitted by both.
 */
@Timeout(120)
class BadMatrixTest {
    private static final String OPTIONS = " --rank 3 --sparsity 0.2 --iterations 5";

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final ShellAndKernel both = new ShellAndKernel();

    /**
     * A fault, or what only looks like one.
     *
     * @param input makes the file or folder
     * @param options of factorize
     * @param parts what is said of it
     */
    private record Fault(String name, Function<BadMatrices, String> input, String options, List<String> parts) {
        static Fault matrix(String name, java.util.function.Consumer<float[]> change, String... parts) {
            return new Fault(name, bad -> bad.matrix(change), OPTIONS, List.of(parts));
        }

        static Fault option(String name, String options, String... parts) {
            return new Fault(name, bad -> bad.matrix(values -> {}), options, List.of(parts));
        }

        static Fault store(String name, int tokens, BadMatrices.Change change, String... parts) {
            return new Fault(name, bad -> bad.store(tokens, change), OPTIONS, List.of(parts));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> refused() {
        return Stream.of(
                Fault.matrix(
                        "not finite",
                        values -> {
                            values[4 * TOKENS + 7] = Float.NaN;
                            values[2 * TOKENS + 9] = Float.POSITIVE_INFINITY;
                            values[NEURONS * TOKENS - 1] = Float.NEGATIVE_INFINITY;
                        },
                        "activations",
                        "below 1e30, found 3 others, the first at neuron 2, token 9 (Infinity)",
                        "Leave these tokens out"),
                Fault.matrix(
                        "all zero",
                        values -> Arrays.fill(values, 0),
                        "all 30 x 50 values zero",
                        "Check the layer, the site and the layout"),
                Fault.option("fewer tokens than features", " --rank 51", "rank", "tokens, 50, found 51"),
                Fault.option("no feature", " --rank 0", "rank: expected at least 1, found 0. Take 50 to 400"),
                Fault.option("no share", " --rank 3 --sparsity 0", "sparsity", "found 0", "0.05, or per cent as in 5%"),
                Fault.option("per cent without its sign", " --rank 3 --sparsity 5", "sparsity", "at most 1, found 5"),
                Fault.store("empty store", 0, store -> {}, "at least one token", "Capture again with more text"),
                Fault.store(
                        "store without its first file",
                        50,
                        store -> Files.delete(store.resolve("activations-00000.safetensors")),
                        "found no file activations-00000.safetensors"),
                Fault.store(
                        "store without a file in the middle",
                        50,
                        store -> Files.delete(store.resolve("activations-00001.safetensors")),
                        "#layer.0.mlp_act",
                        "expected 50 tokens, as the token table has, found 20 tokens"),
                Fault.store(
                        "store of two widths",
                        50,
                        store -> BadMatrices.misshape(store.resolve("activations-00001.safetensors"), 20, 31),
                        "activations-00001.safetensors#layer.0.mlp_act",
                        "expected 30 values per token, found 31 values"),
                Fault.store(
                        "token table of another length",
                        50,
                        store -> {
                            Path tokens = store.resolve("tokens.jsonl");
                            Files.write(tokens, Files.readAllLines(tokens).subList(0, 49));
                        },
                        "expected 49 tokens, as the token table has, found 50 tokens"),
                new Fault(
                        "place that is a folder",
                        bad -> bad.matrix(values -> {}),
                        OPTIONS + " --out FOLDER",
                        List.of("--out", "the name of a file", "a folder. Name a file inside it")));
    }

    static Stream<Fault> fitted() {
        return Stream.of(
                Fault.matrix(
                        "rows of zeros",
                        values -> Arrays.fill(values, 5 * TOKENS, 9 * TOKENS, 0),
                        "4 of 30 neurons have only zeros"),
                Fault.matrix(
                        "columns of zeros",
                        values -> {
                            for (int j = 0; j < NEURONS; j++) {
                                Arrays.fill(values, j * TOKENS + 10, j * TOKENS + 20, 0);
                            }
                        },
                        "10 of 50 tokens have only zeros"),
                Fault.matrix("constant", values -> Arrays.fill(values, 2)),
                Fault.option("one feature", " --rank 1 --sparsity 1 --iterations 5"),
                Fault.option("as many features as tokens", " --rank 50 --sparsity 1 --iterations 5"),
                Fault.option(
                        "share of no neuron",
                        " --rank 3 --sparsity 0.01 --iterations 5",
                        "0.01 is less than one of 30 neurons: every feature keeps its strongest one"));
    }

    private static String line(Fault fault) {
        return "factorize --input " + fault.input().apply(new BadMatrices(folder))
                + fault.options().replace("FOLDER", folder.toString());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shellAndMagicRefuseWithTheSameWords(Fault fault) throws Exception {
        both.assertBothRefuse(line(fault), fault.parts());
    }

    @ParameterizedTest
    @MethodSource("fitted")
    void shellAndMagicFitWhatOnlyLooksBad(Fault fault) throws Exception {
        String line = line(fault);
        ShellAndKernel.Said said = ShellAndKernel.shell(line);
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(fault.parts()).allMatch(said.err()::contains);
        var answer = both.client().execute("%snmf " + line);
        assertThat(answer.contents("error")).isEmpty();
        assertThat(fault.parts()).allMatch(answer.stream("stderr")::contains);
        Factorization f = Session.current().factorization();
        assertThat(f.relativeError()).isBetween(0.0, 1.0);
        assertThat(f.features().support(0).length).isBetween(0, NEURONS);
    }

    /** What differs between two messages: the name of the temporary file, and that of the rescued one. */
    private static final String VARIES = "\\.[0-9a-f]{8}\\.tmp|and as .*";

    /** The name leaves no room for the temporary one, which shows only when the result is saved. */
    @Test
    void aResultThatCannotBeSavedIsNotLost() throws Exception {
        Path results = Files.createDirectories(folder.resolve("results"));
        Path file = results.resolve("f".repeat(235) + ".safetensors");
        String line = "factorize --input " + new BadMatrices(folder).matrix(values -> {}) + OPTIONS + " --out " + file;
        ShellAndKernel.Said said = ShellAndKernel.shell(line);
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err())
                .matches(ShellAndKernel.WHOLE_MESSAGE)
                .contains(file.toString(), "File name too long", "'export --out FILE.safetensors' writes it elsewhere");
        Path rescued = rescued(said.err());
        Factorization kept = Factorization.load(rescued);
        Files.delete(rescued);
        assertThat(results).isEmptyDirectory();
        Session.current().reset();
        String message = both.refusal(line);
        Files.delete(rescued(message));
        assertThat(message.replaceAll(VARIES, "")).isEqualTo(said.err().replaceAll(VARIES, ""));
        Path elsewhere = folder.resolve("elsewhere.safetensors");
        assertThat(both.client().execute("%snmf export --out " + elsewhere).contents("error"))
                .isEmpty();
        assertThat(Factorization.load(elsewhere).relativeError()).isEqualTo(kept.relativeError());
    }

    private static Path rescued(String message) {
        return Path.of(message.replaceAll(".*and as (.*)\\.$", "$1"));
    }
}
