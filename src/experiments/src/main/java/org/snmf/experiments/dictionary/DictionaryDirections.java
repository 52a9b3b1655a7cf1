package org.snmf.experiments.dictionary;

import java.util.List;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.MlpDirections;
import org.snmf.experiments.directions.OutputDirections;
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
    public static ConceptDirections of(String method, Dictionary dictionary, LanguageModel model, int... latents) {
        Location space = space(dictionary, model);
        List<float[]> vectors =
                IntStream.of(latents).mapToObj(dictionary::direction).toList();
        if (space.site() == Site.MLP_ACT) {
            return new MlpDirections(method, "latent", model, space.layer(), latents, vectors);
        }
        List<String> names = IntStream.of(latents).mapToObj(j -> "latent " + j).toList();
        return new OutputDirections(method, model.config(), space, latents, names, vectors);
    }

    /**
     * Where the directions of a dictionary detect.
     *
     * @throws InputException as {@link #of}
     */
    public static Location space(Dictionary dictionary, LanguageModel model) {
        DictionarySite output = dictionary.output();
        // Where what the MLP gives passes a norm before it is added, its rows are no directions of the stream.
        boolean normed = output.kind() == DictionarySite.Kind.MLP_OUT
                && model.config().family().hasMlpPostNorm();
        Location space = output.in(model.config())
                .filter(place -> !normed && (output.kind().isResidual() || place.site() == Site.MLP_ACT))
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
