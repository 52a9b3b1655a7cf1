package org.snmf.experiments.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.dictionary.SelfCheck.ExpectedL0;
import org.snmf.experiments.dictionary.SelfCheck.Verdict;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;

class SelfCheckTest {
    private static final int ACTIVE = 4;
    private final Made made = new Made(11);
    private final SparseDictionary right = made.fitting(48, 48, new Gate.TopK(ACTIVE));
    private final ActivationMatrix x = made.mixtures(right, 300, ACTIVE);

    private SelfCheck check(SparseDictionary d) {
        return check(d, Optional.of(new ExpectedL0(ACTIVE, "the name", true)));
    }

    private SelfCheck check(SparseDictionary d, Optional<ExpectedL0> expected) {
        return SelfCheck.of(d, x, Optional.of(x), t -> false, expected, 2);
    }

    @Test
    void theRightReadingFits() {
        SelfCheck check = check(right);
        assertThat(check.verdict()).isEqualTo(Verdict.FITS);
        assertThat(check.findings()).isEmpty();
        assertThat(check.l0()).isEqualTo(ACTIVE);
        assertThat(check.explainedVariance().orElseThrow()).isGreaterThan(0.5);
        assertThat(check.encoderCosine().orElseThrow()).isCloseTo(1, within(1e-6));
        assertThat(check.otherReadings())
                .containsOnlyKeys(
                        "b_dec not subtracted",
                        "both matrices transposed",
                        "the encoder transposed",
                        "the decoder transposed");
    }

    /** Explained variance alone does not see it. */
    @Test
    void aGateThatIsTooWideIsSeenByL0() {
        SelfCheck check = check(right.withGate(new Gate.Relu()));
        assertThat(check.explainedVariance().orElseThrow()).isGreaterThan(0);
        assertThat(check.verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
        assertThat(check.findings().get(0)).contains("where the name says 4.0");
        assertThat(check(right.withGate(new Gate.TopK(1))).verdict()).isEqualTo(Verdict.DOUBTFUL);
        SelfCheck bound =
                check(right.withGate(new Gate.TopK(1)), Optional.of(new ExpectedL0(ACTIVE, "a target", false)));
        assertThat(bound.findings()).noneMatch(finding -> finding.contains("latents are active"));
    }

    @Test
    void turnedMatricesAreSeenByVarianceAndCosine() {
        RowMatrix turned = right.encoder().transposed();
        SelfCheck one = check(right.withMatrices(turned, right.decoder()));
        assertThat(one.encoderCosine().orElseThrow()).isLessThan(0.15);
        assertThat(one.verdict()).isNotEqualTo(Verdict.FITS);
        SelfCheck both = check(right.withMatrices(turned, right.decoder().transposed()));
        assertThat(both.encoderCosine().orElseThrow()).isGreaterThan(0.9);
        assertThat(both.verdict()).isNotEqualTo(Verdict.FITS);
        assertThat(both.findings()).anyMatch(finding -> finding.startsWith("both matrices transposed explains more"));
    }

    @Test
    void aBiasThatIsNotSubtractedIsSeenByTheOtherReading() {
        SelfCheck check = check(right.withDecoderBiasSubtracted(false));
        assertThat(check.findings()).anyMatch(finding -> finding.startsWith("b_dec subtracted explains more"));
    }

    @Test
    void aTurnedSkipIsSeen() {
        RowMatrix skip = made.matrix(48, 48);
        SparseDictionary transcoder = right.withDecoderBiasSubtracted(false).withSkip(Optional.of(skip));
        ActivationMatrix target;
        try (DictionaryCoder coder = new DictionaryCoder(transcoder, 1)) {
            target = coder.reconstruct(x);
        }
        Optional<ExpectedL0> none = Optional.empty();
        assertThat(SelfCheck.of(transcoder, x, Optional.of(target), t -> false, none, 1)
                        .verdict())
                .isEqualTo(Verdict.FITS);
        SparseDictionary wrong = transcoder.withSkip(Optional.of(skip.transposed()));
        SelfCheck check = SelfCheck.of(wrong, x, Optional.of(target), t -> false, none, 1);
        assertThat(check.verdict()).isNotEqualTo(Verdict.FITS);
        assertThat(check.findings()).anyMatch(finding -> finding.startsWith("the skip transposed explains more"));
    }

    @Test
    void beginTokensAreLeftOutAndCounted() {
        float[] values = new float[20 * 48];
        for (int t = 0; t < 20; t++) {
            float[] row = Made.row(x, t);
            for (int i = 0; i < 48; i++) {
                values[t * 48 + i] = t % 10 == 0 ? 100 * (i % 3) : row[i];
            }
        }
        ActivationMatrix withBegin = Matrices.dense(48, 20, values);
        Optional<ExpectedL0> none = Optional.empty();
        SelfCheck all = SelfCheck.of(right, withBegin, Optional.of(withBegin), t -> false, none, 1);
        SelfCheck check = SelfCheck.of(right, withBegin, Optional.of(withBegin), t -> t % 10 == 0, none, 1);
        assertThat(check.tokens()).isEqualTo(18);
        assertThat(check.leftOut()).isEqualTo(2);
        assertThat(check.explainedVariance().orElseThrow())
                .isGreaterThan(all.explainedVariance().orElseThrow());
    }

    @Test
    void withoutATargetOnlyActivityIsJudged() {
        SelfCheck check = SelfCheck.of(right, x, Optional.empty(), t -> false, Optional.empty(), 1);
        assertThat(check.explainedVariance()).isEmpty();
        assertThat(check.otherReadings()).isEmpty();
        SparseDictionary dead = right.withGate(new Gate.JumpRelu(Made.filled(48, 1e6f), true));
        assertThat(check(dead).findings()).contains("no latent is active in any token");
        assertThat(check(dead).verdict()).isEqualTo(Verdict.DOES_NOT_FIT);
    }
}
