package org.snmf.models.network;

/**
 * How a model is kept.
 *
 * @param device where the passes run: {@code cpu}, {@code gpu} or {@code gpu:1}
 * @param residency what happens to weights after their first use
 */
public record LoadOptions(String device, Residency residency) {
    /** On the processor; widened layers are kept where they fit. */
    public static final LoadOptions DEFAULT = new LoadOptions("cpu", Residency.AUTO);

    /** What happens to the float32 form of a layer's weights after its first use. */
    public enum Residency {
        /** Kept when the whole model in float32 takes less than half of the machine's free memory. */
        AUTO,
        /** Kept until the model is closed. */
        KEEP,
        /** Freed as soon as the next layer begins; a later pass widens it again from the mapped file. */
        LAYER_AT_A_TIME
    }

    /** The same on another device. */
    public LoadOptions withDevice(String other) {
        return new LoadOptions(other, residency);
    }

    /** The same with another residency. */
    public LoadOptions withResidency(Residency other) {
        return new LoadOptions(device, other);
    }
}
