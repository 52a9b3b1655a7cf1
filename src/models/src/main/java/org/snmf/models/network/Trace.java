package org.snmf.models.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * One sequence's whole forward pass, read everywhere. Rows are tokens.
 *
 * @param ids the sequence, T ids
 * @param activations [T][width] at every location that the model has
 * @param logits [T][V], after the final soft cap where there is one
 * @param interventions what was in force, in order
 */
public record Trace(
        int[] ids, Map<Location, float[][]> activations, float[][] logits, List<Intervention> interventions) {
    public Trace {
        activations = Map.copyOf(activations);
        interventions = List.copyOf(interventions);
    }

    /** The activations at one location, [T][width]. */
    public float[][] at(int layer, Site site) {
        return at(new Location(layer, site));
    }

    /**
     * The activations at one location, [T][width].
     *
     * @throws NullPointerException if this traced no such location
     */
    public float[][] at(Location location) {
        return Objects.requireNonNull(activations.get(location), location::key);
    }
}
