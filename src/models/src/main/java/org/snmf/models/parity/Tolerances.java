package org.snmf.models.parity;

import org.snmf.models.checkpoint.Family;

/**
 * What float32 on a processor may differ by from a float32 reference, in absolute value.
 *
 * @param logits for logits
 * @param others for all other activations
 */
public record Tolerances(double logits, double others) {
    /** About five times what the reference in float32 differs from itself in float64 on small models of the family. */
    public static Tolerances of(Family family) {
        return switch (family) {
            case GPT2 -> new Tolerances(1e-4, 1e-4);
            case LLAMA, MISTRAL -> new Tolerances(1.5e-4, 2e-4);
            case GEMMA2 -> new Tolerances(3e-4, 5e-4);
        };
    }
}
