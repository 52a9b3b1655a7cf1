package org.snmf.magics.session;

import java.util.Locale;
import java.util.Optional;
import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.DictionaryFeatures;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.features.FeatureSheet;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Origin;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.TokenTable;

/**
 * The latents of a dictionary as features to be read, with the tokens in which they were found, and the sheet on which verbs
 * write what they find out.
 */
public final class HeldLatents implements HeldFeatures {
    private final PublishedDictionary published;
    private final DictionaryFeatures features;
    private final TokenTable tokens;
    private final Optional<Origin> origin;
    private FeatureSheet sheet;

    /**
     * @param published the dictionary, with what was decided in reading it
     * @param tokens the tokens that it was run on
     * @param origin its output site in the model that it was run on; empty where that site is not captured
     */
    public HeldLatents(
            PublishedDictionary published, DictionaryFeatures features, TokenTable tokens, Optional<Origin> origin) {
        this.published = published;
        this.features = features;
        this.tokens = tokens;
        this.origin = origin;
        this.sheet = FeatureSheet.of(features);
    }

    /** The dictionary. */
    public PublishedDictionary published() {
        return published;
    }

    @Override
    public String method() {
        return published.dictionary().name();
    }

    @Override
    public String extent() {
        return String.format(
                Locale.ROOT, "%,d of %,d latents of %s", features.chosen().length, features.size(), method());
    }

    @Override
    public Coefficients chosenCoefficients() {
        return features.latents().only(features.chosen());
    }

    @Override
    public DictionaryFeatures features() {
        return features;
    }

    @Override
    public Optional<TokenTable> tokens() {
        return Optional.of(tokens);
    }

    @Override
    public Optional<Origin> origin() {
        return origin;
    }

    @Override
    public boolean writesToStream(ModelConfig config) {
        return DictionaryDirections.writesToStream(published.dictionary(), config);
    }

    @Override
    public ConceptDirections directions(LanguageModel model, String modelName, int... wanted) {
        requireFeatures(wanted);
        origin.ifPresent(o -> FeatureOrigin.locate(origin, features.width(), model, modelName));
        return DictionaryDirections.of(method(), published.dictionary(), model, wanted);
    }

    @Override
    public FeatureSheet sheet() {
        return sheet;
    }

    @Override
    public void note(FeatureSheet.Column column) {
        sheet = sheet.with(column);
    }
}
