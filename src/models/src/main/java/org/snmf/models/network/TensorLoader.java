package org.snmf.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.snmf.models.checkpoint.Weights;

/** Reads tensors by name into one scope of native memory. */
record TensorLoader(Weights weights, NDManager manager) {
    NDArray tensor(String name) {
        return weights.load(manager, name);
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
