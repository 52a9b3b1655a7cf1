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

    /** A linear map stored as [out, in], with {@code name.bias} if {@code biased}. */
    Projection linear(String name, boolean biased) {
        return new Projection(
                tensor(name + ".weight"), biased ? Optional.of(tensor(name + ".bias")) : Optional.empty());
    }

    /** A linear map stored as [in, out], as GPT-2's are; the weight is a transposed view. */
    Projection conv1d(String name) {
        return new Projection(tensor(name + ".weight").transpose(), Optional.of(tensor(name + ".bias")));
    }
}
