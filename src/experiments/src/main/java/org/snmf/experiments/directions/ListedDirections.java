package org.snmf.experiments.directions;

import java.util.Collections;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.place.Location;

/** Directions that are vectors at one place of a model, which they detect there; what they steer with is left open. */
abstract class ListedDirections implements ConceptDirections {
    private final String method;
    private final Location space;
    private final int[] sources;
    private final List<float[]> vectors;

    /**
     * Takes the vectors; the parameters are those of the public constructors.
     *
     * @param meant what the width is of, and what to do about another
     * @throws InputException if the model has no such place, or it has another width
     */
    ListedDirections(
            String method, ModelConfig config, Location space, int[] sources, List<float[]> vectors, Width meant) {
        if (sources.length != vectors.size()) {
            throw new IllegalArgumentException(
                    "expected as many sources as vectors, found " + sources.length + " and " + vectors.size());
        }
        space.check(config);
        this.method = method;
        this.space = space;
        this.sources = sources.clone();
        this.vectors = Collections.unmodifiableList(vectors);
        for (float[] vector : vectors) {
            if (vector.length != meant.values()) {
                throw new InputException(
                        method + " at " + space.key(),
                        meant.values() + " values a direction, the width of the " + meant.of(),
                        vector.length + " values",
                        meant.remedy());
            }
        }
    }

    /** How long a vector must be. */
    record Width(int values, String of, String remedy) {}

    @Override
    public final String method() {
        return method;
    }

    @Override
    public final Location space() {
        return space;
    }

    @Override
    public final int size() {
        return sources.length;
    }

    @Override
    public final int source(int i) {
        return sources[i];
    }

    @Override
    public final float[] detection(int i) {
        return vectors.get(i).clone();
    }

    /** All vectors; not copied. */
    final List<float[]> vectors() {
        return vectors;
    }
}
