package org.snmf.magics.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.DictionaryFeatures;
import org.snmf.experiments.dictionary.NetworkLatents;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.features.FeatureSheet;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.Origin;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;

/**
 * The latents of a dictionary as features to be read, with the tokens in which they were found, and the sheet on which verbs
 * write what they find out. Where a file is named for it, the sheet is kept there.
 */
public final class HeldLatents implements HeldFeatures {
    private final PublishedDictionary published;
    private final DictionaryFeatures features;
    private final NetworkLatents found;
    private final Optional<Path> file;
    private FeatureSheet sheet;

    /**
     * @param published the dictionary, with what was decided in reading it
     * @param features those of its latents that are to be read
     * @param found what it finds in the tokens that it was run on
     * @param file of the sheet; read where it exists
     * @throws InputException if the file is no sheet of these features
     */
    public HeldLatents(
            PublishedDictionary published, DictionaryFeatures features, NetworkLatents found, Optional<Path> file) {
        this.published = published;
        this.features = features;
        this.found = found;
        this.file = file;
        this.sheet = file.filter(Files::exists)
                .map(path -> FeatureSheet.load(path, features))
                .orElseGet(() -> FeatureSheet.of(features));
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
        return Optional.of(found.rows().tokens());
    }

    @Override
    public Optional<Origin> origin() {
        return found.rows().target().flatMap(ActivationMatrix::origin);
    }

    @Override
    public OptionalDouble typicalLength() {
        return found.rows()
                .target()
                .map(a -> OptionalDouble.of(Matrices.typicalLength(a)))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public OptionalDouble relativeError() {
        return found.relativeError();
    }

    @Override
    public Amplification amplification(LanguageModel model, String modelName, double strength) {
        Location place = directions(model, modelName).space();
        double length = typicalLength()
                .orElseThrow(() -> new InputException(
                        "strength",
                        "latents whose output site is captured",
                        method() + ", which writes to " + published.dictionary().output(),
                        ""));
        return new Amplification(place, strength * length);
    }

    @Override
    public EncodedSentences encode(LanguageModel model, String modelName, List<Sentence> sentences, Progress progress) {
        origin().ifPresent(o -> FeatureOrigin.locate(origin(), features.width(), model, modelName));
        NetworkLatents encoded = NetworkLatents.of(
                model,
                sentences,
                published.dictionary(),
                published.beginToken(),
                Runtime.getRuntime().availableProcessors(),
                progress);
        int tokens = encoded.rows().tokens().size();
        int left = tokens - encoded.latents().tokens();
        if (left > 0) {
            progress.warn(left + " of " + tokens + " tokens were not encoded.");
        }
        return new EncodedSentences(
                encoded.latents().withTokens(tokens),
                encoded.rows().tokens(),
                encoded.rows().input(),
                encoded.relativeError());
    }

    @Override
    public Map<String, String> recorded() {
        return Map.of("dictionary", method());
    }

    @Override
    public boolean writesToStream(ModelConfig config) {
        return DictionaryDirections.writesToStream(published.dictionary(), config);
    }

    @Override
    public ConceptDirections directions(LanguageModel model, String modelName, int... wanted) {
        requireFeatures(wanted);
        origin().ifPresent(o -> FeatureOrigin.locate(origin(), features.width(), model, modelName));
        return DictionaryDirections.of(method(), published.dictionary(), model, wanted);
    }

    @Override
    public FeatureSheet sheet() {
        return sheet;
    }

    @Override
    public void note(FeatureSheet.Column column) {
        sheet = sheet.with(column);
        file.ifPresent(sheet::save);
    }
}
