package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snmf.engine.NativeArrays;
import org.snmf.models.network.parts.Rows;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;

/**
 * The interventions of one pass. At a location every row has one affine map x ← m ⊙ x + d, composed of all
 * interventions that act on its sequence at its position; rows with equal interventions share a map.
 */
public final class InterventionMaps {
    /** No interventions. */
    public static final InterventionMaps NONE = new InterventionMaps(List.of());

    private final List<List<Intervention>> perSequence;
    private final Set<Location> locations = new HashSet<>();

    /** @param perSequence one list a sequence; an empty outer list means none at all */
    InterventionMaps(List<List<Intervention>> perSequence) {
        this.perSequence = perSequence;
        perSequence.forEach(list -> list.forEach(one -> locations.add(one.location())));
    }

    /** The same for these sequences alone, in this order. */
    InterventionMaps of(int[] sequences) {
        return perSequence.isEmpty()
                ? this
                : new InterventionMaps(
                        Arrays.stream(sequences).mapToObj(perSequence::get).toList());
    }

    /** Changes the rows of {@code x}, [N, width], in place. */
    void apply(Location location, TokenRows rows, NDArray x) {
        if (!locations.contains(location)) {
            return;
        }
        Map<List<Intervention>, Integer> maps = new LinkedHashMap<>();
        int[] mapOfRow = new int[rows.count()];
        for (int row = 0; row < rows.count(); row++) {
            List<Intervention> active = active(location, rows.sequences()[row], rows.positions()[row]);
            mapOfRow[row] = maps.computeIfAbsent(active, key -> maps.size());
        }
        apply(new ArrayList<>(maps.keySet()), mapOfRow, x);
    }

    private List<Intervention> active(Location location, int sequence, int position) {
        List<Intervention> all = perSequence.get(sequence);
        if (all.isEmpty()) {
            return all;
        }
        return all.stream()
                .filter(one ->
                        one.location().equals(location) && one.positions().contains(position))
                .toList();
    }

    private static void apply(List<List<Intervention>> maps, int[] mapOfRow, NDArray x) {
        int width = Math.toIntExact(x.getShape().get(1));
        float[] factors = new float[maps.size() * width];
        float[] shifts = new float[maps.size() * width];
        Arrays.fill(factors, 1);
        boolean scales = false;
        for (int map = 0; map < maps.size(); map++) {
            for (Intervention one : maps.get(map)) {
                scales |= one.factor() != null;
                compose(one, factors, shifts, map * width);
            }
        }
        try (NDManager scope = x.getManager().newSubManager()) {
            if (scales) {
                x.muli(spread(scope, factors, maps.size(), mapOfRow));
            }
            x.addi(spread(scope, shifts, maps.size(), mapOfRow));
        }
    }

    private static void compose(Intervention one, float[] factors, float[] shifts, int offset) {
        for (int j = 0; j < one.width(); j++) {
            if (one.factor() != null) {
                factors[offset + j] *= one.factor()[j];
                shifts[offset + j] *= one.factor()[j];
            }
            shifts[offset + j] += one.shift()[j];
        }
    }

    private static NDArray spread(NDManager scope, float[] values, int maps, int[] mapOfRow) {
        NDArray table = NativeArrays.floats(scope, new Shape(maps, values.length / maps), values);
        return maps == 1 ? table : Rows.select(table, mapOfRow);
    }

    /** Refuses interventions that do not fit the model or the number of sequences. */
    public static InterventionMaps checked(
            List<List<Intervention>> perSequence, int sequences, org.snmf.models.checkpoint.ModelConfig config) {
        if (perSequence.isEmpty()) {
            return NONE;
        }
        if (perSequence.size() != sequences) {
            throw new org.snmf.errors.InputException(
                    "interventions",
                    "one list for each of " + sequences + " sequences",
                    perSequence.size() + " lists",
                    "");
        }
        perSequence.forEach(list -> list.forEach(one -> one.check(config)));
        return new InterventionMaps(perSequence);
    }
}
