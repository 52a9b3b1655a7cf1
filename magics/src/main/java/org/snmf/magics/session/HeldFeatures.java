package org.snmf.magics.session;

import java.util.Arrays;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.features.FeatureSet;
import org.snmf.features.FeatureSheet;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Origin;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
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
