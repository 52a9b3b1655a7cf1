package org.snmf.models.checkpoint;

import java.util.List;

/**
 * Rotary position embedding: pair i of the first {@code share} of a head, which is d wide, turns by {@code position ·
 * frequency(i)}.
 *
 * @param theta the base; frequency i is θ^(-2i/d) before scaling
 * @param share the share of each head that turns
 * @param scaling what a model that was stretched to longer texts does to the frequencies
 */
public record Rotary(double theta, double share, Scaling scaling) {
    /** Leaves the frequencies as they are. Not a constant of {@link Scaling}: two threads that begin with each other would wait. */
    public static final Scaling UNSCALED = new Linear(1);

    /** Changes the frequencies θ^(-2i/d) of the pairs. */
    public sealed interface Scaling {
        /**
         * One frequency.
         *
         * @param plain θ^(-2i/d)
         * @param pair i
         * @param width d
         */
        double apply(double plain, int pair, double theta, int width);

        /** What cosines and sines are multiplied with. */
        default double magnitude() {
            return 1;
        }

        /** The scaling of a text of so many tokens. */
        default Scaling forLength(int tokens) {
            return this;
        }
    }

    /** All divided by a factor. */
    public record Linear(double factor) implements Scaling {
        @Override
        public double apply(double plain, int pair, double theta, int width) {
            return plain / factor;
        }
    }

    /**
     * Llama 3.1's: wavelengths above {@code context / low} are stretched by {@code factor}, those below
     * {@code context / high} stay, those between are interpolated.
     *
     * @param factor by how much long wavelengths are stretched
     * @param low {@code low_freq_factor}
     * @param high {@code high_freq_factor}
     * @param context {@code original_max_position_embeddings}
     */
    public record Llama3(double factor, double low, double high, double context) implements Scaling {
        @Override
        public double apply(double plain, int pair, double theta, int width) {
            double wavelength = 2 * Math.PI / plain;
            if (wavelength < context / high) {
                return plain;
            }
            if (wavelength > context / low) {
                return plain / factor;
            }
            double smooth = (context / wavelength - low) / (high - low);
            return (1 - smooth) * plain / factor + smooth * plain;
        }
    }

    /**
     * YaRN (Peng et al., arXiv 2309.00071, section 3.2): pairs that turn more than {@code fast} times within the context
     * stay, those that turn less than {@code slow} times are stretched by {@code factor}, and between them a ramp over
     * the pairs leads from one to the other.
     *
     * @param factor by how much slow pairs are stretched
     * @param fast {@code beta_fast}
     * @param slow {@code beta_slow}
     * @param context {@code original_max_position_embeddings}
     * @param truncate whether the ramp begins and ends at whole pairs
     * @param magnitude what cosines and sines are multiplied with
     */
    public record Yarn(double factor, double fast, double slow, double context, boolean truncate, double magnitude)
            implements Scaling {
        @Override
        public double apply(double plain, int pair, double theta, int width) {
            double first = pairThatTurns(fast, theta, width);
            double last = pairThatTurns(slow, theta, width);
            first = Math.max(truncate ? Math.floor(first) : first, 0);
            last = Math.min(truncate ? Math.ceil(last) : last, width - 1);
            double length = first == last ? 0.001 : last - first;
            double stretched = Math.min(1, Math.max(0, (pair - first) / length));
            return plain / factor * stretched + plain * (1 - stretched);
        }

        /** The pair, as a fraction, that turns so many times within the context. */
        private double pairThatTurns(double times, double theta, int width) {
            return width * Math.log(context / (times * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /** Every pair divided by a factor of its own. */
    public record Factors(List<Double> factors, double magnitude) implements Scaling {
        @Override
        public double apply(double plain, int pair, double theta, int width) {
            return plain / factors.get(pair);
        }
    }

    /**
     * LongRoPE (Ding et al., arXiv 2402.13753): every pair is divided by a factor of its own, which is another one for
     * texts that are longer than the context before it was stretched.
     *
     * @param shorter the factors of texts within {@code context}
     * @param longer the factors of longer texts
     * @param context {@code original_max_position_embeddings}
     * @param magnitude what cosines and sines are multiplied with
     */
    public record LongRope(List<Double> shorter, List<Double> longer, int context, double magnitude)
            implements Scaling {
        @Override
        public double apply(double plain, int pair, double theta, int width) {
            return forLength(context).apply(plain, pair, theta, width);
        }

        @Override
        public Scaling forLength(int tokens) {
            return new Factors(tokens > context ? longer : shorter, magnitude);
        }
    }

    /** The same with the scaling of a text of so many tokens. */
    public Rotary forLength(int tokens) {
        return new Rotary(theta, share, scaling.forLength(tokens));
    }

    /** Number of pairs that turn in heads so wide; an odd share is rounded up. */
    public int pairs(int headDim) {
        return ((int) (headDim * share) + 1) / 2;
    }

    /**
     * The frequencies in radians per position, one a pair. Computed in float64: the reference computes them in float32,
     * which differs by less than its own rounding at positions of some thousands.
     */
    public double[] frequencies(int headDim) {
        int width = (int) (headDim * share);
        double[] frequencies = new double[pairs(headDim)];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scaling.apply(Math.pow(theta, -2.0 * i / width), i, theta, width);
        }
        return frequencies;
    }
}
