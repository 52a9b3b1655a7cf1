package org.snmf.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.goldens.Goldens;
import org.snmf.models.checkpoint.Families;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.progress.Progress;

/** Every golden of the reference implementation, in both ways of keeping weights. */
class ParityTest {
    /** Model, its goldens, least number of comparisons. */
    static Stream<Arguments> goldens() {
        return Stream.of(
                        Families.all().stream().flatMap(ParityTest::described),
                        own("llama31-sharded", "llama31", 60),
                        Stream.of(Arguments.of(EmbeddedModel.directory(), Goldens.folder("embedded"), 6)),
                        beside("hf-golden/gpt2-tiny", "hf-golden/gpt2-tiny", 44),
                        beside("hf-golden/gpt2-tiny-bf16", "hf-golden/gpt2-tiny-bf16", 6),
                        beside("hf-golden/llama31-tiny", "hf-golden/llama31-tiny", 50),
                        beside("hf-golden/llama31-tiny-bf16", "hf-golden/llama31-tiny-bf16", 6),
                        beside("hf-golden/llama31-tiny-sharded", "hf-golden/llama31-tiny", 50),
                        beside("hf-golden/llama-tied-tiny", "hf-golden/llama-tied-tiny", 44),
                        beside("hf-golden/llama-tied-tiny-bf16", "hf-golden/llama-tied-tiny-bf16", 6),
                        beside("hf-golden/gemma2-tiny", "hf-golden/gemma2-tiny", 60),
                        beside("hf-golden/gemma2-tiny-bf16", "hf-golden/gemma2-tiny-bf16", 6),
                        beside("real/gpt2-nano-sort", "real/gpt2-nano-sort", 8),
                        beside("real/tinystories-656k", "real/tinystories-656k", 6),
                        beside("real/tinystories-656k-bf16", "real/tinystories-656k", 6),
                        beside("real/tinystories-656k-sharded", "real/tinystories-656k", 6))
                .flatMap(one -> one);
    }

    private static Stream<Arguments> own(String model, String golden, int least) {
        return Stream.of(Arguments.of(Goldens.folder(model), Goldens.folder(golden), least));
    }

    /** The goldens that a description names: everything of a family's first, and less of others. */
    private static Stream<Arguments> described(Family family) {
        return family.goldens().stream().flatMap(name -> own(name, name, least(name)));
    }

    private static int least(String golden) {
        return golden.endsWith("-bf16") ? 6 : golden.endsWith("-f16") ? 4 : golden.startsWith("odd/") ? 10 : 48;
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyFamilyIsComparedWhole(Family family) {
        assertThat(family.goldens()).anyMatch(name -> !name.matches("odd/.*|.*-(bf16|f16)"));
        for (String name : family.goldens()) {
            assertThat(ModelConfig.read(Goldens.folder(name)).family()).isEqualTo(family);
        }
    }

    static List<Family> families() {
        return Families.all();
    }

    private static Stream<Arguments> beside(String model, String golden, int least) {
        return Goldens.beside(model)
                .flatMap(at -> Goldens.beside(golden).map(values -> Arguments.of(at, values, least)));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void modelAgreesWithTheReference(Path folder, Path golden, int least) {
        for (LoadOptions.Residency residency : LoadOptions.Residency.values()) {
            try (LanguageModel model = LanguageModel.load(folder, LoadOptions.DEFAULT.withResidency(residency))) {
                ParityReport report = Parity.compare(model, golden, Progress.NONE);
                assertThat(report.differences()).hasSizeGreaterThanOrEqualTo(least);
                assertThat(report.differences()).allMatch(Difference::passes);
            }
        }
    }

    @Test
    void noToleranceIsFinerThanTheReferencesOwnRounding(@TempDir Path copy) throws IOException {
        Path golden = Goldens.folder("olmo2");
        Files.copy(golden.resolve("golden.safetensors"), copy.resolve("golden.safetensors"));
        String plan = Files.readString(golden.resolve("golden.json"));
        Files.writeString(copy.resolve("golden.json"), plan.replace("\"others\": 2.3e-05", "\"others\": 0.5"));
        try (LanguageModel model = LanguageModel.load(golden)) {
            double usual = model.config().family().tolerance().logits();
            assertThat(Parity.compare(model, copy, Progress.NONE).differences())
                    .filteredOn(
                            row -> row.kind().equals("mlp_act") || row.kind().equals("logits"))
                    .isNotEmpty()
                    .allSatisfy(row ->
                            assertThat(row.tolerance()).isEqualTo(row.kind().equals("logits") ? usual : 1));
        }
    }
}
