package org.snmf.experiments.dictionary.training;

import java.util.List;

/**
 * What a training left.
 *
 * @param options what was asked for
 * @param states the checkpoints, in order
 * @param losses mean loss of each epoch
 */
public record TrainedAutoencoder(AutoencoderOptions options, List<State> states, List<Double> losses) {
    /**
     * The weights at some moment.
     *
     * @param epoch after which epoch, from 1
     * @param weights for tokens as they are
     */
    public record State(int epoch, AutoencoderWeights weights) {}

    public TrainedAutoencoder {
        states = List.copyOf(states);
        losses = List.copyOf(losses);
    }

    /** The last state. */
    public AutoencoderWeights last() {
        return states.get(states.size() - 1).weights();
    }
}
