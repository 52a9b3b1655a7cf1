package org.snmf.experiments.dictionary.training;

import java.util.List;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;

/** How long trainings will take on this machine: some steps on random numbers of the same shape are measured. */
public final class TrainingSpeed {
    private static final int STEPS = 5;

    private TrainingSpeed() {}

    /**
     * Seconds of training all runs of a grid, validation not counted.
     *
     * @param width d_a
     * @param tokens n
     */
    public static double seconds(int width, int tokens, List<AutoencoderOptions> grid) {
        double seconds = 0;
        for (AutoencoderOptions options : grid) {
            int batch = Math.min(tokens, options.batch());
            ActivationMatrix a = Matrices.uniform(width, batch);
            AutoencoderTrainer trainer = new AutoencoderTrainer(a);
            trainer.train(options.withEpochs(1), Progress.NONE);
            long begun = System.nanoTime();
            trainer.train(options.withEpochs(STEPS), Progress.NONE);
            double step = (System.nanoTime() - begun) / 1e9 / STEPS;
            int batches = (tokens + batch - 1) / batch;
            seconds += step * options.epochs() * batches;
        }
        return seconds;
    }
}
