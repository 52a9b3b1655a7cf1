package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snmf.models.checkpoint.Rotary;
import org.snmf.models.network.parts.RotaryTable;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * One batch on its way through the layers.
 *
 * @param scope owns {@code residual} and what lives as long as the pass
 * @param rows what the rows are
 * @param residual the residual stream, [N, d], changed in place by every layer
 * @param attention how rows see each other
 * @param rotary the tables of the rows for all rotary positions that layers have
 * @param edits interventions
 * @param wanted what is read, with its reader
 */
public record Pass(
        NDManager scope,
        TokenRows rows,
        NDArray residual,
        Attention attention,
        Map<Rotary, RotaryTable> rotary,
        InterventionMaps edits,
        Wanted wanted) {

    /**
     * What a pass reads.
     *
     * @param locations where
     * @param reader who gets it, as a packed array [N, width]
     * @param last after which location nothing more is needed; empty if the pass goes to its end
     */
    public record Wanted(Set<Location> locations, PackedReader reader, Optional<Location> last) {
        public static final Wanted NOTHING = new Wanted(Set.of(), (location, rows, x) -> {}, Optional.empty());
    }

    /** Receives packed activations, [N, width]. */
    @FunctionalInterface
    public interface PackedReader {
        void read(Location location, TokenRows rows, NDArray x);
    }

    /**
     * Applies interventions to {@code x} in place and reads it.
     *
     * @return whether this was the last place that the pass was to reach
     */
    boolean reached(int layer, Site site, NDArray x) {
        Location location = new Location(layer, site);
        edits.apply(location, rows, x);
        if (wanted.locations().contains(location)) {
            wanted.reader().read(location, rows, x);
        }
        return wanted.last().isPresent() && wanted.last().get().equals(location);
    }
}
