package org.snmf.experiments.faithfulness;

/**
 * What a reconstruction keeps. Means are over the positions whose activation was replaced; cross-entropy is that of the next
 * token of the text, over those positions that have one.
 *
 * @param method what was put in place
 * @param tokens number of replaced positions
 * @param kl mean KL(P ‖ P_reconstructed) of the next-token distributions, in nats
 * @param klAblated the same with activations of zero
 * @param crossEntropy mean cross-entropy as the network is, in nats
 * @param crossEntropyReconstructed with the reconstruction
 * @param crossEntropyAblated with activations of zero
 * @param explainedVariance 1 − Σ‖a − â‖² / Σ‖a − ā‖²
 */
public record FaithfulnessReport(
        String method,
        int tokens,
        double kl,
        double klAblated,
        double crossEntropy,
        double crossEntropyReconstructed,
        double crossEntropyAblated,
        double explainedVariance) {
    /** (KL_ablated − KL) / KL_ablated: 1 when nothing is lost, 0 when no more is kept than with zeros. */
    public double klRecovered() {
        return (klAblated - kl) / klAblated;
    }

    /** (CE_ablated − CE_reconstructed) / (CE_ablated − CE): the share of the loss that comes back. */
    public double crossEntropyRecovered() {
        return (crossEntropyAblated - crossEntropyReconstructed) / (crossEntropyAblated - crossEntropy);
    }
}
