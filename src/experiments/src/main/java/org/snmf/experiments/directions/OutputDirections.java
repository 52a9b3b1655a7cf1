package org.snmf.experiments.directions;

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
public final class OutputDirections extends ListedDirections {
    private final List<String> names;
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
        this(method, config, space, sources, names, vectors, false);
    }

    /**
     * The same, perhaps among activations that have lost their mean over neurons.
     *
     * @param centred whether they have
     */
    public OutputDirections(
            String method,
            ModelConfig config,
            Location space,
            int[] sources,
            List<String> names,
            List<float[]> vectors,
            boolean centred) {
        super(
                method,
                config,
                space,
                sources,
                vectors,
                new Width(config.hidden(), "residual stream", "Take directions that were made for this model."));
        this.names = List.copyOf(names);
        this.centred = centred;
        if (names.size() != size()) {
            throw new IllegalArgumentException(
                    "expected as many names as vectors, found " + names.size() + " and " + size());
        }
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
    public boolean centred() {
        return centred;
    }

    @Override
    public String name(int i) {
        return names.get(i);
    }

    @Override
    public Optional<float[]> steering(int i) {
        return Vectors.unit(vectors().get(i));
    }
}
