package org.snmf.factorize.fit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.panels.Slice;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Origin;

/** All tokens on this machine. */
record LocalTokens(ActivationMatrix a) implements TokenSource {
    @Override
    public int neurons() {
        return a.neurons();
    }

    @Override
    public int tokens() {
        return a.tokens();
    }

    @Override
    public Optional<Origin> origin() {
        return a.origin();
    }

    @Override
    public void check(SnmfOptions options) {
        SnmfPlan.of(options, neurons(), tokens());
    }

    @Override
    public InputException outOfMemory(SnmfOptions options, OutOfMemoryError cause) {
        return SnmfPlan.of(options, neurons(), tokens()).outOfMemory(cause);
    }

    @Override
    public TokenPasses open(SnmfOptions options, Engine engine, Supplier<Path> scratch) {
        return LocalPasses.open(a, Slice.whole(a.tokens()), options, engine, scratch);
    }
}
