package org.snmf.cluster;

import java.io.Serializable;
import org.snmf.progress.Progress;

/** A piece of work that a machine does without the others. It may be done again, or twice at once: a machine may be lost. */
@FunctionalInterface
public interface Work extends Serializable {
    /**
     * Does it.
     *
     * @param progress asks for a stop when the work is no longer wanted
     */
    void run(Progress progress);
}
