package org.snmf.experiments.faithfulness;

import java.util.Optional;
import org.snmf.encode.Encoder;
import org.snmf.experiments.dictionary.Centring;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;

/** Makes activations of one place of the network again, from what a method says of them. */
public interface Reconstruction {
    /** What the method is called. */
    String method();

    /** Whose activations it makes. */
    Location place();

    /** Where it reads what it makes them from: the same place, but for a transcoder. */
    default Location input() {
        return place();
    }

    /** Whether it was made for texts that begin with the begin token; empty: as the tokenizer has it. */
    default Optional<Boolean> beginToken() {
        return Optional.empty();
    }

    /**
     * What is put in their place.
     *
     * @param a activations at {@link #input}, width × n; not modified
     * @return as many tokens, of the width of {@link #place}
     */
    ActivationMatrix of(ActivationMatrix a);

    /** Z·y with the coefficients y ≥ 0 that fit each token best. */
    static Reconstruction ofFeatures(String method, Location place, SparseColumns z, int threads) {
        return new Reconstruction() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public Location place() {
                return place;
            }

            @Override
            public ActivationMatrix of(ActivationMatrix a) {
                return product(z, new Encoder(z, threads).encode(a, Progress.NONE));
            }
        };
    }

    /**
     * What a sparse autoencoder or transcoder gives. Where it wants centred activations, the mean of each token is left out
     * before and, at the same place, added again after.
     *
     * @param input where it reads
     * @param output where its output belongs; the same for an autoencoder
     * @param beginToken as {@link #beginToken}
     */
    static Reconstruction ofDictionary(
            String method,
            SparseDictionary dictionary,
            Location input,
            Location output,
            Optional<Boolean> beginToken,
            int threads) {
        return new Reconstruction() {
            @Override
            public Optional<Boolean> beginToken() {
                return beginToken;
            }

            @Override
            public String method() {
                return method;
            }

            @Override
            public Location place() {
                return output;
            }

            @Override
            public Location input() {
                return input;
            }

            @Override
            public ActivationMatrix of(ActivationMatrix a) {
                try (DictionaryCoder coder = new DictionaryCoder(dictionary, threads)) {
                    if (!dictionary.centresInput()) {
                        return coder.reconstruct(a);
                    }
                    ActivationMatrix made = coder.reconstruct(Centring.of(a));
                    return input.equals(output) ? Centring.undone(made, a) : made;
                }
            }
        };
    }

    private static ActivationMatrix product(SparseColumns z, Coefficients y) {
        int d = z.rows();
        float[] values = new float[Math.multiplyExact(d, y.tokens())];
        for (int t = 0; t < y.tokens(); t++) {
            float[] uses = y.token(t);
            for (int r = 0; r < uses.length; r++) {
                for (int i = z.offset(r); uses[r] > 0 && i < z.offset(r + 1); i++) {
                    values[t * d + z.index(i)] += uses[r] * z.value(i);
                }
            }
        }
        return Matrices.dense(d, y.tokens(), values);
    }
}
