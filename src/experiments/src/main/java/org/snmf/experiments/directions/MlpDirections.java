package org.snmf.experiments.directions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * Directions among the MLP activations of a layer: they detect there, and steer by what W_V makes of them. What they write
 * is asked of the model when it is first needed, so the model must be open then.
 */
public final class MlpDirections implements ConceptDirections {
    private final String method;
    private final String noun;
    private final LanguageModel model;
    private final Location space;
    private final int[] sources;
    private final List<float[]> vectors;
    private List<Optional<float[]>> written;

    /**
     * @param method what the method is called
     * @param noun what one direction is called in the singular, such as {@code feature}
     * @param model the model whose W_V maps them to the residual stream
     * @param layer their layer
     * @param sources index of each in its source
     * @param vectors as many vectors of length d_a; not copied, and must not be changed afterwards
     * @throws InputException if the model has no such layer, or its MLP another width
     */
    public MlpDirections(
            String method, String noun, LanguageModel model, int layer, int[] sources, List<float[]> vectors) {
        this.method = method;
        this.noun = noun;
        this.model = model;
        this.space = new Location(layer, Site.MLP_ACT);
        this.sources = sources.clone();
        this.vectors = Collections.unmodifiableList(vectors);
        if (sources.length != vectors.size()) {
            throw new IllegalArgumentException(
                    "expected as many sources as vectors, found " + sources.length + " and " + vectors.size());
        }
        space.check(model.config());
        int width = model.config().mlp();
        for (float[] vector : vectors) {
            if (vector.length != width) {
                throw new InputException(
                        method + " at layer " + layer,
                        width + " values a direction, the width of the model's MLP",
                        vector.length + " values",
                        "Take the model that the activations were captured from.");
            }
        }
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
    public int size() {
        return sources.length;
    }

    @Override
    public int source(int i) {
        return sources[i];
    }

    @Override
    public String name(int i) {
        return noun + " " + sources[i];
    }

    @Override
    public float[] detection(int i) {
        return vectors.get(i).clone();
    }

    @Override
    public Optional<float[]> steering(int i) {
        return written().get(i).map(float[]::clone);
    }

    private synchronized List<Optional<float[]>> written() {
        if (written == null) {
            List<Optional<float[]>> found = new ArrayList<>(vectors.size());
            VocabularyProjection.of(model, space.layer()).directions(vectors).forEach(f -> found.add(Vectors.unit(f)));
            written = found;
        }
        return written;
    }
}
