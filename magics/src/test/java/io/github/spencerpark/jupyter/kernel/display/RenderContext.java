package io.github.spencerpark.jupyter.kernel.display;

/** As in IJava 1.3, without what the adapter does not use. */
public record RenderContext(DisplayData out) {
    public DisplayData getOutputContainer() {
        return out;
    }
}
