package org.snmf.experiments.judge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.snmf.errors.InputException;

/**
 * How the offline judge's measures become scores: concept from x = similarity + tokenWeight · tokens, fluency from
 * x = likelihood − repetitionWeight · max(0, repetition), each 0 at its low threshold, 2 at its high one, and straight in
 * between.
 *
 * @param tokenWeight what the share of the label's words counts beside similarity
 * @param conceptLow x of a concept score of 0
 * @param conceptHigh x of a concept score of 2
 * @param repetitionWeight what repetition costs
 * @param fluencyLow x of a fluency score of 0
 * @param fluencyHigh x of a fluency score of 2
 */
public record Calibration(
        double tokenWeight,
        double conceptLow,
        double conceptHigh,
        double repetitionWeight,
        double fluencyLow,
        double fluencyHigh) {
    private static final double[] WEIGHTS = {0, 0.25, 0.5, 1, 2, 4};
    private static final int STEPS = 40;

    /** @throws InputException if a low threshold is not below its high one */
    public Calibration {
        if (!(conceptLow < conceptHigh && fluencyLow < fluencyHigh)) {
            throw new InputException("calibration of a judge", "low thresholds below high ones", "others", "");
        }
    }

    /** The concept score of measures. */
    public Score concept(Measures m) {
        return score(conceptEvidence(m, tokenWeight), conceptLow, conceptHigh);
    }

    /** The fluency score of measures; none for a text without tokens. */
    public Score fluency(Measures m) {
        return Double.isNaN(m.likelihood())
                ? Score.unparsable("a text without tokens")
                : score(fluencyEvidence(m, repetitionWeight), fluencyLow, fluencyHigh);
    }

    private static double conceptEvidence(Measures m, double weight) {
        return m.similarity() + weight * m.tokens();
    }

    private static double fluencyEvidence(Measures m, double weight) {
        return m.likelihood() - weight * Math.max(0, m.repetition());
    }

    private static Score score(double x, double low, double high) {
        return Score.of(scaled(x, low, high), String.format(Locale.ROOT, "%.3f between %.3f and %.3f", x, low, high));
    }

    private static double scaled(double x, double low, double high) {
        return Score.MOST * Math.max(0, Math.min(1, (x - low) / (high - low)));
    }

    /** The weights and thresholds with the least squared error on texts that were rated by reading. */
    public static Calibration fit(List<RatedText> rated) {
        double[] concept = fit(rated, RatedText::conceptRating, Calibration::conceptEvidence);
        double[] fluency = fit(rated, RatedText::fluencyRating, Calibration::fluencyEvidence);
        return new Calibration(concept[0], concept[1], concept[2], fluency[0], fluency[1], fluency[2]);
    }

    /** One number of measures under a weight. */
    @FunctionalInterface
    private interface Evidence {
        double of(Measures m, double weight);
    }

    /** Weight, low and high by trying all weights with thresholds on a grid over what occurs. */
    private static double[] fit(List<RatedText> rated, ToDoubleFunction<RatedText> rating, Evidence evidence) {
        double[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double weight : WEIGHTS) {
            double[] x = rated.stream()
                    .mapToDouble(r -> evidence.of(r.measures(), weight))
                    .toArray();
            double min = Arrays.stream(x).min().orElseThrow();
            double step = (Arrays.stream(x).max().orElseThrow() - min) / STEPS;
            for (int i = 0; i < STEPS; i++) {
                for (int j = i + 1; j <= STEPS; j++) {
                    double low = min + i * step;
                    double high = min + j * step;
                    double error = 0;
                    for (int r = 0; r < x.length; r++) {
                        double gap = scaled(x[r], low, high) - rating.applyAsDouble(rated.get(r));
                        error += gap * gap;
                    }
                    if (error < least) {
                        least = error;
                        best = new double[] {weight, low, high};
                    }
                }
            }
        }
        if (best == null) {
            throw new InputException("calibration of a judge", "rated texts that differ", "none", "");
        }
        return best;
    }
}
