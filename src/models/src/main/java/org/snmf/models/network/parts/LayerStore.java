package org.snmf.models.network.parts;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads layers when they are first needed and, depending on the residency, keeps them or lets them go as soon as
 * whoever borrowed them is done.
 */
public final class LayerStore implements AutoCloseable {
    private final Architecture architecture;
    private final TensorLoader.Source weights;
    private final String unembedding;
    private final NDManager manager;
    private final boolean keep;
    private final Layer[] layers;
    private @Nullable Norm finalNorm;
    private @Nullable Head head;

    public LayerStore(
            Architecture architecture,
            TensorLoader.Source weights,
            String unembedding,
            NDManager manager,
            boolean keep,
            int layers) {
        this.architecture = architecture;
        this.weights = weights;
        this.unembedding = unembedding;
        this.manager = manager;
        this.keep = keep;
        this.layers = new Layer[layers];
    }

    /** Something borrowed; closing it gives it back. */
    public record Loan<T>(T value, Optional<NDManager> freed) implements AutoCloseable {
        @Override
        public void close() {
            freed.ifPresent(NDManager::close);
        }
    }

    /** Whether layers stay once they were read. */
    public boolean keeps() {
        return keep;
    }

    /** Whether the layer lies in memory, so that {@link #layer} reads no weights. */
    public boolean holds(int index) {
        return layers[index] != null;
    }

    public Loan<Layer> layer(int index) {
        if (!keep) {
            NDManager scope = manager.newSubManager();
            return borrowed(scope, () -> architecture.layer(new TensorLoader(weights, scope), index));
        }
        if (layers[index] == null) {
            layers[index] = architecture.layer(new TensorLoader(weights, manager), index);
        }
        return new Loan<>(layers[index], Optional.empty());
    }

    /** The final norm alone, without the unembedding, which is larger than many a layer. */
    public Loan<Norm> finalNorm() {
        if (!keep) {
            NDManager scope = manager.newSubManager();
            return borrowed(scope, () -> architecture.finalNorm(new TensorLoader(weights, scope)));
        }
        if (finalNorm == null) {
            finalNorm = architecture.finalNorm(new TensorLoader(weights, manager));
        }
        return new Loan<>(finalNorm, Optional.empty());
    }

    public Loan<Head> head() {
        if (!keep) {
            NDManager scope = manager.newSubManager();
            return borrowed(scope, () -> {
                TensorLoader loader = new TensorLoader(weights, scope);
                return new Head(architecture.finalNorm(loader), unembedding(loader));
            });
        }
        if (head == null) {
            head = new Head(finalNorm().value(), unembedding(new TensorLoader(weights, manager)));
        }
        return new Loan<>(head, Optional.empty());
    }

    private static <T> Loan<T> borrowed(NDManager scope, java.util.function.Supplier<T> reading) {
        try {
            return new Loan<>(reading.get(), Optional.of(scope));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private Unembedding unembedding(TensorLoader loader) {
        return new Unembedding(loader.tensor(unembedding));
    }

    @Override
    public void close() {
        manager.close();
    }
}
