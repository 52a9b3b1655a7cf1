package org.snmf.models.checkpoint;

/**
 * Rotary position embedding: pair i of a head of width d turns by {@code position · frequency(i)}.
 *
 * @param theta the base; frequency i is θ^(-2i/d) before scaling
 * @param scaling what a model that was stretched to longer texts does to the frequencies
 */
public record Rotary(double theta, Scaling scaling) {
    /** Leaves the frequencies as they are. Not a constant of {@link Scaling}: two threads that begin with each other would wait. */
    public static final Scaling UNSCALED = new Linear(1);

    /** Changes the frequencies θ^(-2i/d) of the pairs. */
    public sealed interface Scaling {
        /**
         * One frequency.
         *
         * @param plain θ^(-2i/d)
         * @param pair i
         */
        double apply(double plain, int pair, double theta, int headDim);

        /** What cosines and sines are multiplied with. */
        default double magnitude() {
            return 1;
        }
    }

    /** All divided by a factor. */
    public record Linear(double factor) implements Scaling {
        @Override
        public double apply(double plain, int pair, double theta, int headDim) {
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
        public double apply(double plain, int pair, double theta, int headDim) {
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
        public double apply(double plain, int pair, double theta, int headDim) {
            double first = pairThatTurns(fast, theta, headDim);
            double last = pairThatTurns(slow, theta, headDim);
            first = Math.max(truncate ? Math.floor(first) : first, 0);
            last = Math.min(truncate ? Math.ceil(last) : last, headDim - 1);
            double length = first == last ? 0.001 : last - first;
            double stretched = Math.min(1, Math.max(0, (pair - first) / length));
            return plain / factor * stretched + plain * (1 - stretched);
        }

        /** The pair, as a fraction, that turns so many times within the context. */
        private double pairThatTurns(double times, double theta, int headDim) {
            return headDim * Math.log(context / (times * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /**
     * The frequencies in radians per position, one for each of the {@code headDim / 2} pairs. Computed in float64: the
     * reference computes them in float32, which differs by less than its own rounding at positions of some thousands.
     */
    public double[] frequencies(int headDim) {
        double[] frequencies = new double[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scaling.apply(Math.pow(theta, -2.0 * i / headDim), i, theta, headDim);
        }
        return frequencies;
    }
}
