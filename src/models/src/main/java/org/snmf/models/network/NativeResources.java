package org.snmf.models.network;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;

/** Counts what a manager holds. */
final class NativeResources {
    private NativeResources() {}

    /** Arrays of {@code manager} and of the scopes under it. */
    static int count(NDManager manager) {
        return ((BaseNDManager) manager).getManagedArrays().size();
    }
}
