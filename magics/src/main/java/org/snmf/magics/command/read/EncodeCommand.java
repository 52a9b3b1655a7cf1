package org.snmf.magics.command.read;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmf.data.DataSet;
import org.snmf.encode.CoefficientsFile;
import org.snmf.errors.InputException;
import org.snmf.features.TokenFeatures;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.EncodedSentences;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.DataSource;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.matrix.Coefficients;
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
    private FeatureSource source;

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
        HeldFeatures held = source.open(call);
        LanguageModel network = model.load(call).model();
        EncodedSentences encoded = held.encode(network, call.session().modelName(), sentences(call), call.progress());
        Coefficients y = encoded.coefficients();
        Location place = encoded.place();
        if (out != null) {
            ResultFile.require(out, Float.BYTES * (long) y.features() * y.tokens());
            CoefficientsFile.save(y, encoded.tokens(), provenance(held, network, place), out);
        }
        String title = String.format(
                Locale.ROOT,
                "%,d tokens in %s, layer %d, %s: relative error %s, in the text in which they were found %s",
                y.tokens(),
                held.extent(),
                place.layer(),
                place.site().key(),
                text(encoded.relativeError()),
                text(held.relativeError()));
        TokenFeatures features = new TokenFeatures(held.features(), y, encoded.tokens());
        EncodedText shown = new EncodedText(
                title,
                y,
                encoded.tokens(),
                features,
                peaks(held.features().coefficients()),
                held.sheet().texts("label"),
                rows,
                top);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rank", held.features().size());
        json.put("tokens", y.tokens());
        json.put("layer", place.layer());
        json.put("site", place.site().key());
        json.put("relative_error", orNull(encoded.relativeError()));
        json.put("relative_error_of_fit", orNull(held.relativeError()));
        json.put("sentences", shown.report());
        return Outcome.of(shown, shown.display(), json);
    }

    private static String text(OptionalDouble error) {
        return error.isPresent() ? String.format(Locale.ROOT, "%.3f", error.getAsDouble()) : "unknown";
    }

    private static @Nullable Double orNull(OptionalDouble error) {
        return error.isPresent() ? error.getAsDouble() : null;
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

    private static Provenance provenance(HeldFeatures held, LanguageModel network, Location place) {
        Map<String, String> inputs = new TreeMap<>(network.hashes());
        inputs.put("features", held.features().sha256());
        Map<String, String> options = new TreeMap<>(held.recorded());
        options.put("layer", String.valueOf(place.layer()));
        options.put("site", place.site().key());
        return Provenance.of(inputs, options);
    }
}
