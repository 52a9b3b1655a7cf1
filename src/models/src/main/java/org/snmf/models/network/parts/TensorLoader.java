package org.snmf.models.network.parts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;

/** Reads tensors by name into one scope of native memory. */
public record TensorLoader(Source source, NDManager manager) {
    /** Where tensors come from: the files of a checkpoint, or random numbers. */
    @FunctionalInterface
    public interface Source {
        NDArray load(NDManager manager, String name);
    }

    NDArray tensor(String name) {
        return source.load(manager, name);
    }

    /**
     * A linear map {@code name.weight} with {@code name.bias} if {@code biased}.
     *
     * @param transposed whether it is stored as [in, out]; the weight is a transposed view then
     */
    Projection linear(String name, boolean transposed, boolean biased) {
        NDArray weight = tensor(name + ".weight");
        return new Projection(
                transposed ? weight.transpose() : weight,
                biased ? Optional.of(tensor(name + ".bias")) : Optional.empty());
    }
}
