package org.snmf.experiments.dictionary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.snmf.experiments.directions.Vectors;
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
 * @param unseen what these tokens cannot tell, in words
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
        List<String> unseen,
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

    /** The same where the number of active latents cannot be held equal. */
    private static final double FACTOR_MARGIN = 0.1;

    /** Share of the latents from which a token counts as dense, in dictionaries with more latents than the input is wide. */
    private static final double DENSE = 0.25;

    private static final double LARGE = 1;
    private static final double LEAST_VARIANCE = 0.2;
    private static final double LEAST_COSINE = 0.15;
    private static final double TIMES = 2;
    private static final double FAR = 8;

    public SelfCheck {
        otherReadings = Map.copyOf(otherReadings);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
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
        judgement.density(own.l0(), dictionary);
        own.variance().ifPresent(variance -> {
            judgement.variance(variance);
            scaled(dictionary, x, isBegin).forEach((difference, other) -> {
                Reading reading = read(other, x, target, isBegin, threads);
                others.put(difference, reading.variance().orElse(Double.NaN));
                judgement.otherScale(difference, reading, own);
            });
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
                unseen(dictionary, own, expected),
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

        /** A dictionary is sparse: where many latents of one speak in every token, a gate may have been read too wide. */
        void density(double l0, SparseDictionary d) {
            if (l0 > DENSE * d.latents() && d.latents() > LARGE * d.inputWidth()) {
                find(
                        Verdict.DOUBTFUL,
                        "%.0f of %d latents are active in a token: a threshold or k may be missing",
                        l0,
                        d.latents());
            }
        }

        /** Inputs of another length change how many latents are active, so that only the variance can be compared. */
        void otherScale(String difference, Reading other, Reading own) {
            double found = other.variance().orElse(Double.NaN);
            double variance = own.variance().orElse(Double.NaN);
            if (found > Math.max(LEAST_VARIANCE, variance + FACTOR_MARGIN)) {
                find(
                        Verdict.DOUBTFUL,
                        "%s explain more: %.3f against %.3f; a fixed factor may be missing",
                        difference,
                        found,
                        variance);
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

    /** The reading with the fixed factor of the input that is usual: that which gives tokens a mean length of √d. */
    private static Map<String, SparseDictionary> scaled(SparseDictionary d, ActivationMatrix x, IntPredicate isBegin) {
        double sum = 0;
        int counted = 0;
        float[] row = new float[x.neurons()];
        for (int t = 0; t < x.tokens(); t++) {
            if (!isBegin.test(t)) {
                x.block(t, 1).get(0, row);
                sum += Vectors.length(row);
                counted++;
            }
        }
        double factor = counted == 0 || sum == 0 ? 1 : Math.sqrt(x.neurons()) * counted / sum;
        boolean usual =
                d.normalisation() == Normalisation.NONE && !d.isTranscoder() && Math.abs(Math.log(factor)) > 0.2;
        return usual
                ? Map.of(
                        String.format(Locale.ROOT, "inputs times %.3g, which gives them a mean length of √d,", factor),
                        d.scaledInput(factor))
                : Map.of();
    }

    /** What neither L0 nor variance can show here. */
    private static List<String> unseen(SparseDictionary d, Reading own, Optional<ExpectedL0> expected) {
        List<String> unseen = new ArrayList<>();
        if (expected.isEmpty()) {
            unseen.add("its files state no L0, so that a gate that is read too wide ("
                    + d.gate().text() + " for another) would explain as much");
        }
        if (own.variance().isEmpty()) {
            unseen.add("without the output that it should give, only the number of active latents is known");
        }
        return unseen;
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
