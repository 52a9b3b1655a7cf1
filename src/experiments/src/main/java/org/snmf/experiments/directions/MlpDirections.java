package org.snmf.experiments.directions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * Directions among the MLP activations of a layer: they detect there, and steer by what W_V makes of them. What they write
 * is asked of the model when it is first needed, so the model must be open then.
 */
public final class MlpDirections extends ListedDirections {
    private final String noun;
    private final LanguageModel model;
    private @Nullable List<Optional<float[]>> written;

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
        super(
                method,
                model.config(),
                new Location(layer, Site.MLP_ACT),
                sources,
                vectors,
                new Width(
                        model.config().mlp(),
                        "model's MLP",
                        "Take the model that the activations were captured from."));
        this.noun = noun;
        this.model = model;
    }

    @Override
    public String name(int i) {
        return noun + " " + source(i);
    }

    @Override
    public Optional<float[]> steering(int i) {
        return written().get(i).map(float[]::clone);
    }

    private synchronized List<Optional<float[]>> written() {
        List<Optional<float[]>> found = written;
        if (found == null) {
            found = new ArrayList<>(size());
            for (float[] f : VocabularyProjection.of(model, space().layer()).directions(vectors())) {
                found.add(Vectors.unit(f));
            }
            written = found;
        }
        return found;
    }
}
