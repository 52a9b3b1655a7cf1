package org.snmf.experiments.dictionary.training;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;

/**
 * How an autoencoder is trained.
 *
 * @param latents m, at least 1
 * @param sparsity what keeps active latents few
 * @param rate learning rate of Adam, above 0
 * @param epochs how often every token is seen, at least 1
 * @param batch tokens a step, at least 1
 * @param checkpoints how many states are kept, evenly spaced, the last one included; in [1, epochs]
 * @param seed of the first weights and of the order of the tokens
 */
public record AutoencoderOptions(
        int latents, Sparsity sparsity, double rate, int epochs, int batch, int checkpoints, long seed) {
    private static final double[] RATES = {1e-4, 5e-4, 1e-5};
    private static final int[] ACTIVE = {3, 5, 10};
    private static final double[] PENALTIES = {5, 10, 20};
    private static final int EPOCHS = 500;
    private static final int BATCH = 512;
    private static final int CHECKPOINTS = 10;

    public AutoencoderOptions {
        require(latents >= 1, "latents", "at least 1", latents);
        require(rate > 0 && rate < 1, "learning rate", "in (0, 1)", rate);
        require(epochs >= 1, "epochs", "at least 1", epochs);
        require(batch >= 1, "batch", "at least 1 token", batch);
        require(checkpoints >= 1 && checkpoints <= epochs, "checkpoints", "1 to " + epochs, checkpoints);
        if (sparsity instanceof Sparsity.TopK topK) {
            require(topK.active() <= latents, "TopK", "at most " + latents + " active latents", topK.active());
        }
    }

    private static void require(boolean holds, String where, String expected, Object found) {
        if (!holds) {
            throw new InputException("autoencoder, " + where, expected, "" + found, "");
        }
    }

    /** 500 epochs with ten checkpoints (paper, Appendix C), in batches of 512 tokens (not stated there). */
    public static AutoencoderOptions of(int latents, Sparsity sparsity, double rate, long seed) {
        return new AutoencoderOptions(latents, sparsity, rate, EPOCHS, BATCH, CHECKPOINTS, seed);
    }

    /** The run of the grid that is tried first: the greatest rate, with 5 active latents or a penalty of 5. */
    public static AutoencoderOptions usual(boolean topK, int latents, long seed) {
        return of(
                latents,
                topK ? new Sparsity.TopK(Math.min(latents, ACTIVE[1])) : new Sparsity.L1(PENALTIES[0]),
                RATES[1],
                seed);
    }

    /** The nine TopK runs of Appendix C: rates 1e-4, 5e-4 and 1e-5, 3, 5 and 10 active latents. */
    public static List<AutoencoderOptions> topKGrid(int latents, long seed) {
        List<AutoencoderOptions> grid = new ArrayList<>();
        for (double rate : RATES) {
            for (int active : ACTIVE) {
                if (active <= latents) {
                    grid.add(of(latents, new Sparsity.TopK(active), rate, seed));
                }
            }
        }
        return grid;
    }

    /** The nine L1 runs of Appendix C: rates 1e-4, 5e-4 and 1e-5, penalties 5, 10 and 20. */
    public static List<AutoencoderOptions> l1Grid(int latents, long seed) {
        List<AutoencoderOptions> grid = new ArrayList<>();
        for (double rate : RATES) {
            for (double penalty : PENALTIES) {
                grid.add(of(latents, new Sparsity.L1(penalty), rate, seed));
            }
        }
        return grid;
    }

    /** The same for another number of epochs, with as many checkpoints as there can be up to the present number. */
    public AutoencoderOptions withEpochs(int value) {
        return new AutoencoderOptions(
                latents, sparsity, rate, value, batch, Math.max(1, Math.min(checkpoints, value)), seed);
    }

    /** The same with another seed. */
    public AutoencoderOptions withSeed(long value) {
        return new AutoencoderOptions(latents, sparsity, rate, epochs, batch, checkpoints, value);
    }

    /** In one line, without the seed. */
    public String text() {
        return sparsity.text() + ", rate " + rate;
    }
}
