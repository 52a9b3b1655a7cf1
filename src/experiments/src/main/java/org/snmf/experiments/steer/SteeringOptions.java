package org.snmf.experiments.steer;

import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.generate.GenerationOptions;

/**
 * How to steer.
 *
 * @param prompts what the model continues, with its begin token where it has one; several are averaged over in the search
 *     and taken in turn by the samples
 * @param targets divergences KL(base ‖ steered) of the next token, in nats, above 0 and ascending
 * @param tolerance how far from its target a divergence may be, relative to it
 * @param samples texts for each target and sign
 * @param generation length, temperature, top-k and stop tokens of a text; its seed is the one from which every text's own is
 *     made
 */
public record SteeringOptions(
        List<String> prompts, List<Double> targets, double tolerance, int samples, GenerationOptions generation) {
    /** The targets of appendix E. */
    public static final List<Double> TARGETS = List.of(.025, .05, .1, .15, .25, .35, .5);

    /** The paper's: "I think that", seven targets, eight samples of 50 tokens, top-k 30, temperature 1, no stop token. */
    public static final SteeringOptions DEFAULT = new SteeringOptions(
            List.of("I think that"),
            TARGETS,
            1e-3,
            8,
            GenerationOptions.sampled(50, 1, 0).withTopK(30));

    /** @throws InputException if there is no prompt, no target or no sample, or targets are not above 0 and ascending */
    public SteeringOptions {
        prompts = List.copyOf(prompts);
        targets = List.copyOf(targets);
        if (prompts.isEmpty()) {
            throw new InputException("prompts", "at least one", "none", "");
        }
        boolean ascending = !targets.isEmpty() && targets.get(0) > 0;
        for (int i = 0; i < targets.size(); i++) {
            ascending &= Double.isFinite(targets.get(i)) && (i == 0 || targets.get(i) > targets.get(i - 1));
        }
        if (!ascending) {
            throw new InputException("targets", "numbers above 0 in ascending order", targets.toString(), "");
        }
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new InputException("tolerance", "a share between 0 and 1", "" + tolerance, "");
        }
        if (samples < 1) {
            throw new InputException("samples", "at least 1", "" + samples, "");
        }
    }
}
