package org.snmf.experiments.dictionary.training;

import java.util.Locale;
import org.snmf.errors.InputException;

/** What keeps the latents of an autoencoder few. */
public sealed interface Sparsity {
    /** As in tables, such as {@code TopK 5}. */
    String text();

    /** What autoencoders of this kind are called: {@code SAE TopK} or {@code SAE L1}. */
    String method();

    /**
     * The {@code active} largest preactivations of a token, of which the positive ones count (Gao et al. 2025).
     *
     * @param active how many latents a token may have, at least 1
     */
    record TopK(int active) implements Sparsity {
        public TopK {
            if (active < 1) {
                throw new InputException("TopK", "at least 1 active latent", "" + active, "");
            }
        }

        @Override
        public String method() {
            return "SAE TopK";
        }

        @Override
        public String text() {
            return "TopK " + active;
        }
    }

    /**
     * All positive preactivations, and a penalty on their sum.
     *
     * @param penalty λ, above 0, for activations scaled to a root mean square length of √d_a
     */
    record L1(double penalty) implements Sparsity {
        public L1 {
            if (!(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
                throw new InputException("L1 penalty", "above 0", "" + penalty, "");
            }
        }

        @Override
        public String method() {
            return "SAE L1";
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "L1 %.4g", penalty);
        }
    }
}
