package org.snmf.experiments.directions;

import java.util.Optional;
import org.snmf.models.network.place.Location;

/**
 * Directions of one method at one layer. Each has a vector by which it detects, in the space that the method names, and a
 * unit vector of the residual stream by which it steers. Both are fresh arrays. Directions count from 0 to {@link #size()}.
 */
public interface ConceptDirections {
    /** What the method is called in tables, such as {@code SNMF} or {@code difference-in-means}. */
    String method();

    /**
     * The layer, and the space in which the directions detect: MLP activations (width d_a), or what the MLP adds to the
     * residual stream (width d; Gemma: after its post-norm).
     */
    Location space();

    /**
     * Whether activations must lose their mean over neurons before the directions meet them, as those of dictionaries that
     * were trained on a residual stream whose weights a loader had centred.
     */
    default boolean centred() {
        return false;
    }

    /** How many there are, dead ones included. */
    int size();

    /** Which column, row, neuron or label of its source direction {@code i} is. */
    int source(int i);

    /** What to call direction {@code i}, such as {@code neuron 12} or the label that it was made from. */
    default String name(int i) {
        return "feature " + source(i);
    }

    /** The vector of direction {@code i} in {@link #space()}, of any length; all zeros where it is dead. */
    float[] detection(int i);

    /**
     * The vector of length 1 that direction {@code i} adds to the residual stream, width d; empty where the direction is
     * dead. From MLP activations it is f = W_V z (paper, Eq. 4) over ‖f‖, for Gemma after the post-norm's scaling.
     */
    Optional<float[]> steering(int i);

    /** Whether direction {@code i} is all zeros and so neither detects nor steers. */
    default boolean dead(int i) {
        return Vectors.length(detection(i)) == 0;
    }
}
