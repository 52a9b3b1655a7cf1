package org.snmf.cluster;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.snmf.errors.InputException;

/** Machines that do work in pieces. */
public interface Machines {
    /** How many pieces are usual: two for each core. */
    int usual();

    /**
     * Has each piece of work done. A piece whose machine is lost, or that fails, is done again elsewhere.
     *
     * @param goesOn asked several times a second on the calling thread; when it says no, or the thread is interrupted, the
     *     work ends
     * @return whether all was done
     * @throws InputException if a piece threw one, failed again and again, or the cluster ended the work
     */
    boolean run(List<? extends Work> work, BooleanSupplier goesOn);
}
