package org.snmf.models.checkpoint;

import java.util.Optional;

/**
 * Rotary position embedding: pair i of a head of width d turns by {@code position · frequency(i)}.
 *
 * @param theta the base; frequency i is θ^(-2i/d) before scaling
 * @param linearFactor every frequency is divided by it; 1 means unscaled
 * @param llama3 the scaling of Llama 3.1, if any
 */
public record Rotary(double theta, double linearFactor, Optional<Llama3Scaling> llama3) {
    /**
     * Llama 3.1's scaling: wavelengths above {@code context / low} are stretched by {@code factor}, those below
     * {@code context / high} stay, those between are interpolated.
     *
     * @param factor by how much long wavelengths are stretched
     * @param low {@code low_freq_factor}
     * @param high {@code high_freq_factor}
     * @param context {@code original_max_position_embeddings}
     */
    public record Llama3Scaling(double factor, double low, double high, double context) {
        double scale(double frequency) {
            double wavelength = 2 * Math.PI / frequency;
            if (wavelength < context / high) {
                return frequency;
            }
            if (wavelength > context / low) {
                return frequency / factor;
            }
            double smooth = (context / wavelength - low) / (high - low);
            return (1 - smooth) * frequency / factor + smooth * frequency;
        }
    }

    /**
     * The frequencies in radians per position, one for each of the {@code headDim / 2} pairs. Computed in float64: the
     * reference computes them in float32, which differs by less than its own rounding at positions of some thousands.
     */
    public double[] frequencies(int headDim) {
        double[] frequencies = new double[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = Math.pow(theta, -2.0 * i / headDim) / linearFactor;
            frequencies[i] = llama3.isPresent() ? llama3.get().scale(plain) : plain;
        }
        return frequencies;
    }
}
