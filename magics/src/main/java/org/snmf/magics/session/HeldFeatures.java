package org.snmf.magics.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.features.FeatureSet;
import org.snmf.features.FeatureSheet;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Origin;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/**
 * Features that verbs read, label, test and export, whatever found them: those of a factorization, or the latents of a
 * dictionary. They keep the numbers that their source gives them.
 */
public sealed interface HeldFeatures permits HeldFactorization, HeldLatents {
    /** What found them, as tables call it: {@code SNMF}, or a dictionary's name. */
    String method();

    /** How many there are of what, for titles: {@code k = 100}. */
    String extent();

    /** Their directions, and how strong they are at the tokens. */
    FeatureSet features();

    /** How strong the chosen features are at the tokens, a row each in the order of their numbers. */
    Coefficients chosenCoefficients();

    /** What the tokens are, where that is known. */
    Optional<TokenTable> tokens();

    /** Where the activations were captured among which the directions lie, where that is known. */
    Optional<Origin> origin();

    /** Layer and site of the directions, where they are known. */
    default Optional<StoredSite> place() {
        return origin().map(o -> new StoredSite(o.layer(), o.site(), features().width()));
    }

    /** Whether such a model adds them to its residual stream, so that they promote tokens and can steer. */
    boolean writesToStream(ModelConfig config);

    /**
     * The directions of some features in a model, in this order; {@link ConceptDirections#source} is a feature's number.
     *
     * @param wanted numbers of features
     * @throws InputException if they are of another model, or do not write to its residual stream, or there is no such feature
     */
    ConceptDirections directions(LanguageModel model, String modelName, int... wanted);

    /** Root mean square length of the activations among which they lie, where that is known. */
    OptionalDouble typicalLength();

    /** ‖A − Â‖_F / ‖A‖_F of what they reconstruct of the tokens in which they were found, where that is known. */
    OptionalDouble relativeError();

    /**
     * What amplifying by {@code strength} typical lengths means for them.
     *
     * @throws InputException as {@link #directions}, or if the typical length is not known
     */
    Amplification amplification(LanguageModel model, String modelName, double strength);

    /**
     * How strong they are in new text, as they are.
     *
     * @param progress when it is stopped, tokens that were not reached have zeros, and a warning says how many
     * @throws InputException if they are of another model
     */
    EncodedSentences encode(LanguageModel model, String modelName, List<Sentence> sentences, Progress progress);

    /** How they were found, for files of results that stand on them. */
    Map<String, String> recorded();

    /** What verbs found out about them. */
    FeatureSheet sheet();

    /** Writes a column on the sheet, and the sheet to its file where there is one. */
    void note(FeatureSheet.Column column);

    /** Refuses numbers that no feature has. */
    default void requireFeatures(int... wanted) {
        Arrays.stream(wanted)
                .filter(r -> r < 0 || r >= features().size())
                .findFirst()
                .ifPresent(r -> {
                    throw new InputException(
                            "features of " + method(),
                            "numbers from 0 to " + (features().size() - 1),
                            String.valueOf(r),
                            "");
                });
    }
}
