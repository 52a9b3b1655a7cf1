package org.snmf.experiments.dictionary;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.MlpDirections;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * Latents of a dictionary as directions: row j of the decoder detects at the output site (paper, Appendix B: for autoencoders
 * of MLP outputs the output of the MLP), and steers by itself, or by W_V of it where it lies among MLP activations.
 */
public final class DictionaryDirections {
    private DictionaryDirections() {}

    /**
     * Some latents of a dictionary.
     *
     * @param method what the method is called
     * @param latents their numbers
     * @throws InputException if the output site is none that the model has, or of another width, or its vectors are not added
     *     to the residual stream as they are
     */
    public static ConceptDirections of(
            String method, SparseDictionary dictionary, LanguageModel model, int... latents) {
        Location space = space(dictionary, model);
        List<float[]> vectors = new Rows(dictionary, latents.clone());
        if (space.site() == Site.MLP_ACT) {
            return new MlpDirections(method, "latent", model, space.layer(), latents, vectors);
        }
        List<String> names = IntStream.of(latents).mapToObj(j -> "latent " + j).toList();
        return new OutputDirections(
                method, model.config(), space, latents, names, vectors, dictionary.centresIn(model.config()));
    }

    /** Rows of the decoder, copied when they are asked for: a large dictionary is held once. */
    private static final class Rows extends AbstractList<float[]> implements RandomAccess {
        private final SparseDictionary dictionary;
        private final int[] latents;

        Rows(SparseDictionary dictionary, int... latents) {
            this.dictionary = dictionary;
            this.latents = latents;
        }

        @Override
        public float[] get(int i) {
            return dictionary.direction(latents[i]);
        }

        @Override
        public int size() {
            return latents.length;
        }
    }

    /** Whether such a model adds what the dictionary gives to its residual stream, as it is or through W_V. */
    public static boolean writesToStream(SparseDictionary dictionary, ModelConfig config) {
        DictionarySite output = dictionary.output();
        // What Gemma's MLP gives passes a norm before it is added, so that its rows are no directions of the stream.
        boolean normed =
                output.kind() == DictionarySite.Kind.MLP_OUT && config.family().hasMlpPostNorm();
        return !normed
                && output.in(config)
                        .filter(place -> output.kind().isResidual() || place.site() == Site.MLP_ACT)
                        .isPresent();
    }

    /**
     * Where the directions of a dictionary detect.
     *
     * @throws InputException as {@link #of}
     */
    public static Location space(SparseDictionary dictionary, LanguageModel model) {
        DictionarySite output = dictionary.output();
        Location space = output.in(model.config())
                .filter(place -> writesToStream(dictionary, model.config()))
                .orElseThrow(() -> new InputException(
                        "the output of the dictionary " + dictionary.name(),
                        "a place of the residual stream, something that is added to it, or MLP activations, of a known layer",
                        "'" + output + "'",
                        "Its latents cannot be used as directions of this model."));
        space.check(model.config());
        if (space.site().width(model.config()) != dictionary.outputWidth()) {
            throw new InputException(
                    "the output of the dictionary " + dictionary.name(),
                    "width " + space.site().width(model.config()) + ", that of the model at " + space.key(),
                    String.valueOf(dictionary.outputWidth()),
                    "Load the model that the dictionary was trained on.");
        }
        return space;
    }
}
