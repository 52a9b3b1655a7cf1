package org.snmf.experiments.judge;

import java.util.List;
import org.snmf.progress.Progress;

/** Scores continuations for concept and fluency, each from 0 to 2. */
public interface Judge extends AutoCloseable {
    /** What a table calls this judge: its kind, and the model that it asks. */
    String name();

    /**
     * Judges each text on its own.
     *
     * @param progress a stop leaves the rest {@link Score.State#UNANSWERED}
     * @return a judgement for each text, in their order
     * @throws org.snmf.errors.InputException if the judge lacks what it needs of the target or the continuations
     */
    List<Judgement> judge(Target target, Continuations continuations, Progress progress);

    /** Gives back what the judge holds. */
    @Override
    default void close() {}
}
