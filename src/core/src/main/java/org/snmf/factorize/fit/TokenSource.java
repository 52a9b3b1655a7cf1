package org.snmf.factorize.fit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.factorize.SnmfOptions;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Origin;

/** Where the tokens of a fit are: A (d_a × n) on this machine, or divided among the machines of a cluster. */
public interface TokenSource {
    /** Number of neurons, d_a. */
    int neurons();

    /** Number of tokens, n. */
    int tokens();

    /** Where A was captured; empty where that is not known. */
    Optional<Origin> origin();

    /**
     * Refuses options that cannot be fitted here, before anything is read.
     *
     * @throws InputException with the sum, if memory is too small; if a way of fitting is not known here
     */
    void check(SnmfOptions options);

    /**
     * The passes of one fit.
     *
     * @param engine for what is done on this machine; stays open longer than the passes
     * @param scratch where Y may lie if memory does not hold it
     */
    TokenPasses open(SnmfOptions options, Engine engine, Supplier<Path> scratch);

    /** What a person is told when memory ran out all the same. */
    InputException outOfMemory(SnmfOptions options, OutOfMemoryError cause);

    /** A on this machine. */
    static TokenSource of(ActivationMatrix a) {
        return new LocalTokens(a);
    }
}
