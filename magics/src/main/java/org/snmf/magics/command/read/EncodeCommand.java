package org.snmf.magics.command.read;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmf.data.DataSet;
import org.snmf.encode.CoefficientsFile;
import org.snmf.encode.Encoder;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.features.TokenFeatures;
import org.snmf.magics.options.DataSource;
import org.snmf.magics.options.FactorizationSource;
import org.snmf.magics.options.ModelSource;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.views.table.EncodedText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which features new text uses. */
@Command(
        name = "encode",
        description = "Finds the coefficients of new text for the features as they are: "
                + "which features each sentence and each token uses. The text is the rest of the cell, or a file.")
@Example(value = "encode --data new-sentences.txt", returns = EncodedText.class)
public final class EncodeCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FactorizationSource source;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            completionCandidates = DataSource.Embedded.class,
            description =
                    "Sentences, in the shapes that 'data' reads. The session's data stays as it is. Default: the cell.")
    private @Nullable String data;

    @Option(names = "--rows", paramLabel = "N", description = "Sentences to show. Default: ${DEFAULT-VALUE}.")
    private int rows = 10;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Features to show of a sentence and of a token. Default: ${DEFAULT-VALUE}.")
    private int top = 3;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Safetensors file for the k × m coefficients. Default: not written.")
    private @Nullable Path out;

    @Override
    public Outcome run(Call call) {
        HeldFactorization held = source.open(call);
        Factorization f = held.factorization();
        LanguageModel network = model.load(call).model();
        Location place = FeatureOrigin.locate(
                held.origin(), f.neurons(), network, call.session().modelName());
        List<Sentence> sentences = sentences(call);
        CaptureOptions options = CaptureOptions.layers(place.layer()).withSites(place.site());
        Captured captured = Capture.inMemory(network, sentences, options, call.progress());
        ActivationMatrix a = captured.at(place.layer(), place.site());
        int threads = Math.min(f.options().threads(), Runtime.getRuntime().availableProcessors());
        Encoder encoder = new Encoder(f.features(), threads);
        Coefficients y = encoder.encode(a, call.progress());
        double error = encoder.relativeError(a, y);
        if (out != null) {
            ResultFile.require(out, Float.BYTES * (long) y.features() * y.tokens());
            CoefficientsFile.save(y, captured.tokens(), provenance(f, network, place), out);
        }
        String title = String.format(
                Locale.ROOT,
                "%,d tokens in k = %d features of layer %d, %s: relative error %.3f, in the text of the fit %.3f",
                y.tokens(),
                f.rank(),
                place.layer(),
                place.site().key(),
                error,
                f.relativeError());
        TokenFeatures features = new TokenFeatures(f.features(), y, captured.tokens());
        EncodedText shown = new EncodedText(
                title,
                y,
                captured.tokens(),
                features,
                peaks(f.coefficients()),
                held.sheet().texts("label"),
                rows,
                top);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rank", f.rank());
        json.put("tokens", y.tokens());
        json.put("layer", place.layer());
        json.put("site", place.site().key());
        json.put("relative_error", error);
        json.put("relative_error_of_fit", f.relativeError());
        json.put("sentences", shown.report());
        return Outcome.of(shown, shown.display(), json);
    }

    private List<Sentence> sentences(Call call) {
        if (call.body().isPresent()) {
            return DataSet.parse(call.body().get(), "the cell");
        }
        if (data == null) {
            throw new InputException(
                    "encode", "text", "none", "Write it below '%%snmf encode', or name a file with --data FILE.");
        }
        return DataSource.read(data);
    }

    private static float[] peaks(Coefficients y) {
        float[] peaks = new float[y.features()];
        for (int r = 0; r < peaks.length; r++) {
            for (float value : y.feature(r)) {
                peaks[r] = Math.max(peaks[r], value);
            }
        }
        return peaks;
    }

    private static Provenance provenance(Factorization f, LanguageModel network, Location place) {
        Map<String, String> inputs = new TreeMap<>(network.hashes());
        inputs.put("features", f.featuresSha256());
        Map<String, String> options = new TreeMap<>();
        options.put("layer", String.valueOf(place.layer()));
        options.put("site", place.site().key());
        f.provenance().options().forEach((name, value) -> options.put("factorization." + name, value));
        return Provenance.of(inputs, options);
    }
}
