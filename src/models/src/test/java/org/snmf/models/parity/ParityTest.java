package org.snmf.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.goldens.Goldens;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.progress.Progress;

/** Every golden of the reference implementation, in both ways of keeping weights. */
class ParityTest {
    /** Model, its goldens, least number of comparisons. */
    static Stream<Arguments> goldens() {
        return Stream.of(
                        own("gpt2", "gpt2", 48),
                        own("gpt2-bf16", "gpt2-bf16", 6),
                        own("llama31", "llama31", 60),
                        own("llama31-bf16", "llama31-bf16", 6),
                        own("llama31-sharded", "llama31", 60),
                        own("llama-tied", "llama-tied", 48),
                        own("llama-tied-bf16", "llama-tied-bf16", 6),
                        own("gemma2", "gemma2", 84),
                        own("gemma2-bf16", "gemma2-bf16", 6),
                        odd("gpt2-narrow-relu"),
                        odd("gpt2-unscaled-attention"),
                        odd("gpt2-untied"),
                        own("odd/gpt2-untied-f16", "odd/gpt2-untied-f16", 4),
                        odd("gpt2-inverse-layer-scale"),
                        odd("gpt2-common-names"),
                        odd("llama-biases"),
                        odd("llama-all-heads"),
                        odd("llama-linear-rope"),
                        odd("llama-new-spelling"),
                        odd("llama-both-rope-blocks"),
                        odd("llama-yarn-rope"),
                        odd("gemma2-without-caps"),
                        odd("gemma2-other-layers"),
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

    /** Two sequences of two layers: embedding, activations and logits, and what greedy decoding makes of them. */
    private static Stream<Arguments> odd(String name) {
        return own("odd/" + name, "odd/" + name, 10);
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
}
