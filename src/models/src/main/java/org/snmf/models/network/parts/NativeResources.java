package org.snmf.models.network.parts;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;

/** Counts what a manager holds. */
public final class NativeResources {
    private NativeResources() {}

    /** Arrays of {@code manager} and of the scopes under it. */
    public static int count(NDManager manager) {
        return ((BaseNDManager) manager).getManagedArrays().size();
    }
}
