package org.snmf.experiments.dictionary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/**
 * Whether a dictionary was read rightly, as far as some tokens can tell. L0 tells a gate that was read too wide, which
 * explained variance does not; explained variance tells a wrong orientation, bias, normalisation or skip; the cosine of
 * encoder and decoder tells one transposed matrix. Begin tokens must be left out: their norm alone spoils the variance.
 *
 * @param tokens how many were looked at
 * @param leftOut how many were not, being begin tokens
 * @param l0 active latents of a token, on average
 * @param expectedL0 what the publisher says of it
 * @param explainedVariance 1 − Σ‖t − y‖²/Σ‖t − mean t‖²; empty without a target, as for a transcoder whose output is not
 *     known
 * @param cosine mean cosine of y with the target; empty likewise
 * @param encoderCosine mean cosine of a latent's encoder and decoder rows; empty where they live in different places
 * @param otherReadings explained variance of readings that differ in one decision, by what differs
 * @param findings what speaks against the reading, in words
 * @param verdict what follows
 */
public record SelfCheck(
        int tokens,
        int leftOut,
        double l0,
        Optional<ExpectedL0> expectedL0,
        OptionalDouble explainedVariance,
        OptionalDouble cosine,
        OptionalDouble encoderCosine,
        Map<String, Double> otherReadings,
        List<String> findings,
        Verdict verdict) {

    /** What follows from a self-check. */
    public enum Verdict {
        /** Nothing speaks against the reading. */
        FITS,
        /** Something does, but a weak dictionary would look the same. */
        DOUBTFUL,
        /** It cannot be right. */
        DOES_NOT_FIT
    }

    /**
     * L0 as the publisher says it.
     *
     * @param value active latents of a token
     * @param source where that stands
     * @param measured whether it is an average that was measured; otherwise a target or an upper bound
     */
    public record ExpectedL0(double value, String source, boolean measured) {
        /** Whether so many active latents can be right: a bound may be missed by far, but hardly passed. */
        private Verdict judge(double l0) {
            if (l0 > TIMES * value || l0 * FAR < value) {
                return Verdict.DOES_NOT_FIT;
            }
            return measured && l0 * TIMES < value ? Verdict.DOUBTFUL : Verdict.FITS;
        }
    }

    /** Explained variance by which another reading must be better to count. */
    private static final double MARGIN = 0.02;

    private static final double LEAST_VARIANCE = 0.2;
    private static final double LEAST_COSINE = 0.15;
    private static final double TIMES = 2;
    private static final double FAR = 8;

    public SelfCheck {
        otherReadings = Map.copyOf(otherReadings);
        findings = List.copyOf(findings);
    }

    /** What is looked at. */
    private record Reading(double l0, OptionalDouble variance, OptionalDouble cosine, int tokens) {}

    /**
     * Checks a dictionary.
     *
     * @param x activations of its input site, d_in × n
     * @param target what its output should be, d_out × n; for an autoencoder x itself
     * @param isBegin tokens to leave out
     * @param expected L0 as its publisher says it, if he does
     * @param threads of the products
     */
    public static SelfCheck of(
            SparseDictionary dictionary,
            ActivationMatrix x,
            Optional<ActivationMatrix> target,
            IntPredicate isBegin,
            Optional<ExpectedL0> expected,
            int threads) {
        Reading own = read(dictionary, x, target, isBegin, threads);
        Judgement judgement = new Judgement();
        judgement.activity(own.l0(), expected);
        Map<String, Double> others = new LinkedHashMap<>();
        own.variance().ifPresent(variance -> {
            judgement.variance(variance);
            alternatives(dictionary).forEach((difference, other) -> {
                Reading reading = read(other, x, target, isBegin, threads);
                others.put(difference, reading.variance().orElse(Double.NaN));
                judgement.otherReading(difference, reading, own);
            });
        });
        OptionalDouble cosine = dictionary.isTranscoder() ? OptionalDouble.empty() : encoderCosine(dictionary);
        cosine.ifPresent(judgement::cosine);
        return new SelfCheck(
                own.tokens(),
                x.tokens() - own.tokens(),
                own.l0(),
                expected,
                own.variance(),
                own.cosine(),
                cosine,
                others,
                judgement.findings,
                judgement.verdict);
    }

    /** Collects what speaks against a reading. */
    private static final class Judgement {
        private final List<String> findings = new ArrayList<>();
        private Verdict verdict = Verdict.FITS;

        private void find(Verdict least, String finding, Object... numbers) {
            findings.add(String.format(Locale.ROOT, finding, numbers));
            verdict = verdict.compareTo(least) > 0 ? verdict : least;
        }

        void activity(double l0, Optional<ExpectedL0> expected) {
            if (l0 == 0) {
                find(Verdict.DOES_NOT_FIT, "no latent is active in any token");
                return;
            }
            expected.filter(e -> e.judge(l0) != Verdict.FITS)
                    .ifPresent(e -> find(
                            e.judge(l0),
                            "%.1f latents are active in a token, where %s says %.1f",
                            l0,
                            e.source(),
                            e.value()));
        }

        void variance(double variance) {
            if (variance < LEAST_VARIANCE) {
                find(variance < 0 ? Verdict.DOES_NOT_FIT : Verdict.DOUBTFUL, "explained variance is %.3f", variance);
            }
        }

        /** A reading with as few active latents that explains more is the better one. */
        void otherReading(String difference, Reading other, Reading own) {
            double found = other.variance().orElse(Double.NaN);
            double variance = own.variance().orElse(Double.NaN);
            if (found > Math.max(LEAST_VARIANCE, variance + MARGIN) && other.l0() <= 1.5 * own.l0() + 1) {
                find(Verdict.DOUBTFUL, "%s explains more: %.3f against %.3f", difference, found, variance);
            }
        }

        void cosine(double cosine) {
            if (cosine < LEAST_COSINE) {
                find(
                        Verdict.DOUBTFUL,
                        "encoder and decoder rows have a mean cosine of %.3f: one of them may be transposed",
                        cosine);
            }
        }
    }

    private static Reading read(
            SparseDictionary dictionary,
            ActivationMatrix x,
            Optional<ActivationMatrix> target,
            IntPredicate isBegin,
            int threads) {
        Fidelity fidelity = new Fidelity(dictionary.outputWidth());
        long[] counts = new long[2];
        float[] t = new float[dictionary.outputWidth()];
        try (DictionaryCoder coder = new DictionaryCoder(dictionary, threads)) {
            coder.run(
                    x,
                    (from, latents, output) -> {
                        for (int i = 0; i < output.length; i++) {
                            if (!isBegin.test(from + i)) {
                                counts[0]++;
                                counts[1] += latents.active(i).length;
                                if (target.isPresent()) {
                                    target.get().block(from + i, 1).get(0, t);
                                    fidelity.add(t, output[i]);
                                }
                            }
                        }
                    },
                    Progress.NONE);
        }
        return new Reading(
                counts[1] / (double) Math.max(1, counts[0]), fidelity.explainedVariance(), fidelity.cosine(), (int)
                        counts[0]);
    }

    /** Readings that differ in what shapes cannot tell. */
    private static Map<String, SparseDictionary> alternatives(SparseDictionary d) {
        Map<String, SparseDictionary> others = new LinkedHashMap<>();
        if (d.inputWidth() == d.outputWidth()) {
            others.put(
                    d.subtractsDecoderBias() ? "b_dec not subtracted" : "b_dec subtracted",
                    d.withDecoderBiasSubtracted(!d.subtractsDecoderBias()));
            d.skip().ifPresent(s -> others.put("the skip transposed", d.withSkip(Optional.of(s.transposed()))));
        }
        if (d.inputWidth() == d.latents() && d.outputWidth() == d.latents()) {
            RowMatrix encoder = d.encoder().transposed();
            RowMatrix decoder = d.decoder().transposed();
            others.put("both matrices transposed", d.withMatrices(encoder, decoder));
            others.put("the encoder transposed", d.withMatrices(encoder, d.decoder()));
            others.put("the decoder transposed", d.withMatrices(d.encoder(), decoder));
        }
        return others;
    }

    private static OptionalDouble encoderCosine(SparseDictionary d) {
        if (d.inputWidth() != d.outputWidth()) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        int counted = 0;
        int step = Math.max(1, d.latents() / 4096);
        for (int j = 0; j < d.latents(); j += step) {
            double norms = d.encoder().norm(j) * d.decoder().norm(j);
            if (norms > 0) {
                double product = 0;
                for (int i = 0; i < d.inputWidth(); i++) {
                    product += (double) d.encoder().get(j, i) * d.decoder().get(j, i);
                }
                sum += product / norms;
                counted++;
            }
        }
        return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / counted);
    }
}
