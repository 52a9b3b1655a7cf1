package org.snmf.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.models.Fixtures;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.progress.Progress;

/** Every golden of the reference implementation, in both ways of keeping weights. */
class ParityTest {
    /** Model folder, folder of its goldens, tolerances of the fixtures' README, least number of comparisons. */
    @ParameterizedTest
    @CsvSource({
        "hf-golden/gpt2-tiny, hf-golden/gpt2-tiny, 1e-4, 1e-4, 44",
        "hf-golden/gpt2-tiny-bf16, hf-golden/gpt2-tiny-bf16, 1e-4, 1e-4, 6",
        "hf-golden/llama31-tiny, hf-golden/llama31-tiny, 1e-4, 2e-4, 50",
        "hf-golden/llama31-tiny-bf16, hf-golden/llama31-tiny-bf16, 1e-4, 2e-4, 6",
        "hf-golden/llama31-tiny-sharded, hf-golden/llama31-tiny, 1e-4, 2e-4, 50",
        "hf-golden/llama-tied-tiny, hf-golden/llama-tied-tiny, 1.5e-4, 2e-4, 44",
        "hf-golden/llama-tied-tiny-bf16, hf-golden/llama-tied-tiny-bf16, 1.5e-4, 2e-4, 6",
        "hf-golden/gemma2-tiny, hf-golden/gemma2-tiny, 3e-4, 5e-4, 60",
        "hf-golden/gemma2-tiny-bf16, hf-golden/gemma2-tiny-bf16, 3e-4, 5e-4, 6",
        "real/gpt2-nano-sort, real/gpt2-nano-sort, 5e-5, 5e-5, 8",
        "real/tinystories-656k, real/tinystories-656k, 5e-5, 5e-5, 6",
        "real/tinystories-656k-bf16, real/tinystories-656k, 5e-5, 5e-5, 6",
        "real/tinystories-656k-sharded, real/tinystories-656k, 5e-5, 5e-5, 6",
    })
    void modelAgreesWithTheReference(String model, String golden, double logits, double others, int least) {
        Path folder = Fixtures.folder(model);
        for (LoadOptions.Residency residency : LoadOptions.Residency.values()) {
            try (LanguageModel loaded = LanguageModel.load(folder, LoadOptions.DEFAULT.withResidency(residency))) {
                ParityReport report =
                        Parity.compare(loaded, Fixtures.folder(golden), new Tolerances(logits, others), Progress.NONE);
                assertThat(report.differences()).hasSizeGreaterThanOrEqualTo(least);
                assertThat(report.differences()).allMatch(Difference::passes);
            }
        }
    }
}
