package org.snmf.experiments.dictionary;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * What a dictionary finds in sentences that a network reads.
 *
 * @param rows what the network has at the dictionary's sites
 * @param latents of the tokens, in their order; after a stop of those that were reached
 * @param relativeError ‖x − x̂‖_F / ‖x‖_F over these tokens at the output site; empty where that is not captured
 */
public record NetworkLatents(NetworkRows rows, Latents latents, OptionalDouble relativeError) {
    /**
     * Runs the dictionary.
     *
     * @param beginToken as {@link NetworkRows#of} takes it
     * @param threads at least 1
     * @throws org.snmf.errors.InputException as {@link NetworkRows#of} and {@link DictionaryCoder#encode}
     */
    public static NetworkLatents of(
            LanguageModel model,
            List<Sentence> sentences,
            SparseDictionary dictionary,
            Optional<Boolean> beginToken,
            int threads,
            Progress progress) {
        NetworkRows rows = NetworkRows.of(model, sentences, dictionary, beginToken, Optional.empty(), progress);
        Deviation deviation = new Deviation(rows.target().orElse(null));
        try (DictionaryCoder coder = new DictionaryCoder(dictionary, threads)) {
            Latents latents = coder.encode(rows.x(), deviation, progress);
            return new NetworkLatents(rows, latents, deviation.relative());
        }
    }

    /** Sums up how far the output is from what the network has. */
    private static final class Deviation implements DictionaryCoder.Sink {
        private final @Nullable ActivationMatrix target;
        private double squares;
        private double loss;

        Deviation(@Nullable ActivationMatrix target) {
            this.target = target;
        }

        @Override
        public void accept(int from, Latents latents, float[][] output) {
            if (target == null) {
                return;
            }
            FloatBuffer block = target.block(from, output.length);
            int at = 0;
            for (float[] y : output) {
                for (float value : y) {
                    double wanted = block.get(at++);
                    squares += wanted * wanted;
                    loss += (wanted - value) * (wanted - value);
                }
            }
        }

        OptionalDouble relative() {
            return target == null || squares == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.sqrt(loss / squares));
        }
    }
}
