package org.snmf.models.network.pass;

import java.nio.FloatBuffer;
import org.snmf.models.network.place.Location;

/** Receives activations during a pass. */
@FunctionalInterface
public interface ActivationReader {
    /**
     * Called once for each location and sequence.
     *
     * @param location where the activations are from
     * @param sequence index of the sequence in the list that the pass was given
     * @param rows T · width values, token-major, positioned at 0; valid during the call only
     */
    void read(Location location, int sequence, FloatBuffer rows);
}
