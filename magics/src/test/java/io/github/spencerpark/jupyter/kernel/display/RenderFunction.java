package io.github.spencerpark.jupyter.kernel.display;

/** As in IJava 1.3. */
@FunctionalInterface
public interface RenderFunction<T> {
    void render(T data, RenderContext context);
}
