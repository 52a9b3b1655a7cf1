package org.snmf.experiments.describe;

import java.util.List;
import org.snmf.progress.Progress;

/**
 * Gives features short names for people. A describer is made for one data set, one set of names or one model, so that what
 * it needs beyond a subject is its own.
 */
public interface Describer extends AutoCloseable {
    /** What a table calls this describer: its kind, and the model that it uses. */
    String name();

    /**
     * Describes each subject on its own.
     *
     * @param progress a stop leaves the rest {@link Description.State#UNANSWERED}
     * @return a description of each subject, in their order
     */
    List<Description> describe(List<Subject> subjects, Progress progress);

    /** Gives back what the describer holds. */
    @Override
    default void close() {}
}
