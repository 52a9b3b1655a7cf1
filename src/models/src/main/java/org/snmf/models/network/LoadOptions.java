package org.snmf.models.network;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.snmf.models.checkpoint.Weights;

/**
 * How a model is kept.
 *
 * @param device where the passes run: {@code cpu}, {@code gpu} or {@code gpu:1}
 * @param residency what happens to weights after their first use
 */
public record LoadOptions(String device, Residency residency) implements Serializable {
    /** On the processor; widened layers are kept where they fit. */
    public static final LoadOptions DEFAULT = new LoadOptions("cpu", Residency.AUTO);

    /** What happens to the float32 form of a layer's weights after its first use. */
    public enum Residency {
        /** Kept when the whole model in float32 takes less than half of the machine's memory. */
        AUTO,
        /** Kept until the model is closed. */
        KEEP,
        /** Freed as soon as the next layer begins; a later pass widens it again from the mapped file. */
        LAYER_AT_A_TIME;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same on another device. */
    public LoadOptions withDevice(String other) {
        return new LoadOptions(other, residency);
    }

    /** The same with another residency. */
    public LoadOptions withResidency(Residency other) {
        return new LoadOptions(device, other);
    }

    /** Whether layers of this checkpoint are kept. */
    public boolean keeps(Weights weights) {
        return switch (residency) {
            case KEEP -> true;
            case LAYER_AT_A_TIME -> false;
            case AUTO -> weights.bytesWidened(weights.names()) < totalMemory() / 2;
        };
    }

    private static long totalMemory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }
}
