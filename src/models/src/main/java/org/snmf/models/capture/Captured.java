package org.snmf.models.capture;

import java.util.Map;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.store.TokenTable;

/**
 * A capture in memory.
 *
 * @param activations A (width × n) at each location; column t is token t of the table
 * @param tokens what the columns are
 * @param report what was done and what was left out
 */
public record Captured(Map<Location, ActivationMatrix> activations, TokenTable tokens, CaptureReport report) {
    public Captured {
        activations = Map.copyOf(activations);
    }

    /** A at one location. */
    public ActivationMatrix at(int layer, Site site) {
        ActivationMatrix found = activations.get(new Location(layer, site));
        if (found == null) {
            Set<Location> there = activations.keySet();
            throw new InputException(
                    "captured activations",
                    "one of " + there.stream().map(Location::key).sorted().toList(),
                    new Location(layer, site).key(),
                    "");
        }
        return found;
    }
}
