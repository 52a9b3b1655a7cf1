package org.snmf.experiments.dictionary.training;

import java.util.List;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.Rehearsal;

/** How long trainings will take on this machine: some steps on random numbers of the same shape are measured. */
public final class TrainingSpeed {
    private static final double SECONDS = 0.3;

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
            List<?> key = List.of(width, batch, options.withEpochs(1));
            Rehearsal steps = Rehearsal.of(key, 1, () -> {
                AutoencoderTrainer trainer = new AutoencoderTrainer(Matrices.uniform(width, batch));
                return Rehearsal.turns(() -> trainer.train(options.withEpochs(1), Progress.NONE), SECONDS, 3);
            });
            seconds += steps.seconds(options.epochs() * Math.ceil((double) tokens / batch));
        }
        return seconds;
    }
}
