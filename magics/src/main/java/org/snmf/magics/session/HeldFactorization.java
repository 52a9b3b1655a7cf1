package org.snmf.magics.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.snmf.encode.Encoder;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.SnmfDirections;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.factorize.Factorization;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSet;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.files.AtomicFile;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Origin;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;
import org.snmf.views.table.FeatureTable;

/**
 * A factorization with what belongs to it: the tokens of A, where A was captured, and the sheet on which verbs write what
 * they find out about its features. Where the factorization lies in a file, the sheet is kept beside it.
 */
public final class HeldFactorization implements HeldFeatures {
    private static final int CONTEXTS = 10;

    private final Factorization factorization;
    private final Optional<TokenTable> tokens;
    private final Optional<Origin> origin;
    private final Optional<Path> file;
    private FeatureSheet sheet;

    private HeldFactorization(
            Factorization factorization,
            Optional<TokenTable> tokens,
            Optional<Origin> origin,
            Optional<Path> file,
            FeatureSheet sheet) {
        this.factorization = factorization;
        this.tokens = tokens;
        this.origin = origin;
        this.file = file;
        this.sheet = sheet;
    }

    /** A factorization of which nothing is known but what it records itself. */
    public static HeldFactorization of(Factorization factorization, Optional<TokenTable> tokens) {
        return new HeldFactorization(
                factorization, tokens, factorization.origin(), Optional.empty(), FeatureSheet.of(factorization));
    }

    /**
     * A factorization from a file, with the sheet that lies beside it.
     *
     * @param origin where A was captured, for a file that does not record it
     */
    public static HeldFactorization from(
            Path file, Factorization read, Optional<TokenTable> tokens, Optional<Origin> origin) {
        Path beside = FeatureSheet.beside(file);
        FeatureSheet sheet =
                Files.exists(beside) ? FeatureSheet.load(beside, FeatureSet.of(read)) : FeatureSheet.of(read);
        return new HeldFactorization(read, tokens, read.origin().or(() -> origin), Optional.of(file), sheet);
    }

    /** The same, which from now on lies in this file. A sheet of earlier features there is kept under another name. */
    public HeldFactorization writtenTo(Path path) {
        Path beside = FeatureSheet.beside(path);
        try {
            if (Files.exists(beside)) {
                Path earlier = beside.resolveSibling(beside.getFileName() + ".earlier");
                Files.move(beside, earlier, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(beside, e);
        }
        if (!sheet.columns().isEmpty()) {
            sheet.save(beside);
        }
        return new HeldFactorization(factorization, tokens, origin, Optional.of(path), sheet);
    }

    /** A ≈ ZY. */
    public Factorization factorization() {
        return factorization;
    }

    @Override
    public String method() {
        return SnmfDirections.METHOD;
    }

    @Override
    public String extent() {
        return "k = " + factorization.rank();
    }

    @Override
    public Coefficients chosenCoefficients() {
        return factorization.coefficients();
    }

    @Override
    public FeatureSet features() {
        return FeatureSet.of(factorization);
    }

    /** What the columns of A are, where that is known. */
    @Override
    public Optional<TokenTable> tokens() {
        return tokens;
    }

    /** Where A was captured, where that is known. */
    @Override
    public Optional<Origin> origin() {
        return origin;
    }

    @Override
    public boolean writesToStream(ModelConfig config) {
        return origin.filter(o -> o.site().equals(Site.MLP_ACT.key())).isPresent();
    }

    @Override
    public ConceptDirections directions(LanguageModel model, String modelName, int... wanted) {
        requireFeatures(wanted);
        return SnmfDirections.of(factorization.features(), model, mlpLayer(model, modelName), wanted);
    }

    /**
     * The layer of features of MLP activations, after checking that they are this model's.
     *
     * @throws InputException as {@link FeatureOrigin#mlpLayer}
     */
    public int mlpLayer(LanguageModel model, String modelName) {
        return FeatureOrigin.mlpLayer(origin, factorization.neurons(), model, modelName);
    }

    @Override
    public OptionalDouble typicalLength() {
        return factorization.typicalLength();
    }

    @Override
    public OptionalDouble relativeError() {
        return OptionalDouble.of(factorization.relativeError());
    }

    @Override
    public EncodedSentences encode(LanguageModel model, String modelName, List<Sentence> sentences, Progress progress) {
        Location place = FeatureOrigin.locate(origin, factorization.neurons(), model, modelName);
        CaptureOptions options = CaptureOptions.layers(place.layer()).withSites(place.site());
        Captured captured = Capture.inMemory(model, sentences, options, progress);
        ActivationMatrix a = captured.at(place.layer(), place.site());
        int threads =
                Math.min(factorization.options().threads(), Runtime.getRuntime().availableProcessors());
        Encoder encoder = new Encoder(factorization.features(), threads);
        Coefficients y = encoder.encode(a, progress);
        return new EncodedSentences(y, captured.tokens(), place, OptionalDouble.of(encoder.relativeError(a, y)));
    }

    @Override
    public Map<String, String> recorded() {
        Map<String, String> recorded = new TreeMap<>();
        factorization.provenance().options().forEach((name, value) -> recorded.put("factorization." + name, value));
        return recorded;
    }

    /** @throws InputException as {@link #mlpLayer}, or if the file of the factorization does not tell the length */
    @Override
    public Amplification amplification(LanguageModel model, String modelName, double strength) {
        return amplification(factorization.typicalLength(), mlpLayer(model, modelName), strength);
    }

    static Amplification amplification(OptionalDouble typicalLength, int layer, double strength) {
        double length = typicalLength.orElseThrow(() -> new InputException(
                "strength",
                "features that record the typical length of an activation",
                "a file of an earlier version, without it",
                "Factorize again."));
        return new Amplification(layer, strength * length);
    }

    /** What verbs found out about the features. */
    @Override
    public FeatureSheet sheet() {
        return sheet;
    }

    /**
     * The features as a table, in the order of what they explain beyond function words, with all columns of the sheet.
     *
     * @throws InputException if the tokens of A are not known
     */
    public FeatureTable table() {
        TokenTable known = tokens.orElseThrow(() -> new InputException(
                "features", "the tokens of A", "a factorization of a matrix without them", "Give its activations."));
        List<Feature> features =
                new ArrayList<>(TopContexts.of(factorization, known).features(CONTEXTS));
        features.sort(Comparator.comparingDouble(f -> -f.content()));
        FeatureTable table = FeatureTable.of(features);
        for (FeatureSheet.Column column : sheet.columns()) {
            table = table.withColumn(column.name(), column.values());
        }
        return table;
    }

    /** Writes a column on the sheet, and the sheet to its file where there is one. */
    @Override
    public void note(FeatureSheet.Column column) {
        sheet = sheet.with(column);
        file.ifPresent(path -> sheet.save(FeatureSheet.beside(path)));
    }
}
