package org.snmf.experiments.directions;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * Directions among vectors that are part of the residual stream or added to it, such as the outputs of a layer's MLP: they
 * detect there, and steer by themselves, scaled to length 1.
 */
public final class OutputDirections implements ConceptDirections {
    private final String method;
    private final Location space;
    private final int[] sources;
    private final List<String> names;
    private final List<float[]> vectors;
    private final boolean centred;

    /**
     * @param method what the method is called
     * @param config of the model
     * @param layer their layer
     * @param sources index of each in its source
     * @param names what to call each
     * @param vectors as many vectors of length d; not copied, and must not be changed afterwards
     * @throws InputException if the model has no such layer, or its residual stream another width
     */
    public OutputDirections(
            String method, ModelConfig config, int layer, int[] sources, List<String> names, List<float[]> vectors) {
        this(method, config, space(config, layer), sources, names, vectors);
    }

    /**
     * The same at another place.
     *
     * @param space a place of width d whose vectors are part of the residual stream or added to it
     * @throws InputException if the model has no such place, or its residual stream another width
     */
    public OutputDirections(
            String method,
            ModelConfig config,
            Location space,
            int[] sources,
            List<String> names,
            List<float[]> vectors) {
        this(method, space, sources.clone(), List.copyOf(names), Collections.unmodifiableList(vectors), false);
        space.check(config);
        if (sources.length != vectors.size() || names.size() != vectors.size()) {
            throw new IllegalArgumentException("expected as many sources and names as vectors, found " + sources.length
                    + ", " + names.size() + " and " + vectors.size());
        }
        for (float[] vector : vectors) {
            if (vector.length != config.hidden()) {
                throw new InputException(
                        method + " at " + space.key(),
                        config.hidden() + " values a direction, the width of the residual stream",
                        vector.length + " values",
                        "Take directions that were made for this model.");
            }
        }
    }

    private OutputDirections(
            String method,
            Location space,
            int[] sources,
            List<String> names,
            List<float[]> vectors,
            boolean centred) {
        this.method = method;
        this.space = space;
        this.sources = sources;
        this.names = names;
        this.vectors = vectors;
        this.centred = centred;
    }

    /** The same among activations that have lost their mean over neurons. */
    public OutputDirections ofCentred() {
        return new OutputDirections(method, space, sources, names, vectors, true);
    }

    /**
     * Where what the MLP of a layer adds to the residual stream can be read: its output, for Gemma after the post-norm.
     *
     * @throws InputException if the model has no such layer
     */
    public static Location space(ModelConfig config, int layer) {
        Location location = new Location(
                layer, Site.MLP_OUT_POSTNORM.existsIn(config, layer) ? Site.MLP_OUT_POSTNORM : Site.MLP_OUT);
        location.check(config);
        return location;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Location space() {
        return space;
    }

    @Override
    public boolean centred() {
        return centred;
    }

    @Override
    public int size() {
        return sources.length;
    }

    @Override
    public int source(int i) {
        return sources[i];
    }

    @Override
    public String name(int i) {
        return names.get(i);
    }

    @Override
    public float[] detection(int i) {
        return vectors.get(i).clone();
    }

    @Override
    public Optional<float[]> steering(int i) {
        return Vectors.unit(vectors.get(i));
    }
}
