package org.snmf.magics.command.read;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.SaeLensFile;
import org.snmf.experiments.exchange.FeatureRecord;
import org.snmf.experiments.exchange.LinearisedEncoder;
import org.snmf.experiments.exchange.Neuronpedia;
import org.snmf.experiments.exchange.Place;
import org.snmf.experiments.exchange.VectorSet;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/** Writes features as one of the tools reads them that others use. */
final class ToolExport {
    private final Call call;
    private final HeldFactorization held;
    private final Map<String, Object> report = new LinkedHashMap<>();

    private ToolExport(Call call, HeldFactorization held) {
        this.call = call;
        this.held = held;
    }

    /** Names of the tools. */
    static final class Tools implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of("neuronpedia", "saelens", "vectors").iterator();
        }
    }

    /** What the tool is told beside the features: its names of model and set, and of the creator, where they were given. */
    record Names(@Nullable String id, @Nullable String creator) {}

    static Outcome write(Call call, HeldFactorization held, String tool, Names names, Path out, int contexts) {
        LanguageModel model = call.session().model();
        int layer = held.mlpLayer(model, call.session().modelName());
        Place place = place(call, held, layer, names.id());
        ToolExport export = new ToolExport(call, held);
        switch (tool) {
            case "neuronpedia" ->
                export.neuronpedia(place, model, creator(names), export.records(model, layer, contexts), out);
            case "vectors" -> VectorSet.write(out, place, export.records(model, layer, contexts));
            case "saelens" -> export.saeLens(place, model, out);
            default ->
                throw new InputException(
                        "--for", "neuronpedia, saelens or vectors", "'" + tool + "'", "Choose one of them.");
        }
        export.report.put("out", out.toAbsolutePath().normalize().toString());
        return Outcome.of(out, new Facts("Written").withAll(export.report).display(), export.report);
    }

    private static String creator(Names names) {
        if (names.creator() == null || names.creator().isBlank()) {
            throw new InputException(
                    "--creator", "who makes the features, by the id at Neuronpedia", "nobody", "Add --creator NAME.");
        }
        return names.creator().strip();
    }

    private static Place place(Call call, HeldFactorization held, int layer, @Nullable String id) {
        String model = Path.of(call.session().modelName()).getFileName().toString();
        String named = id == null ? model + "/snmf-k" + held.factorization().rank() : id;
        int slash = named.lastIndexOf('/');
        if (slash < 1) {
            throw new InputException("--id", "MODEL/SET, as in gpt2-small/snmf-k100", named, "Put a / between them.");
        }
        String lower = id == null ? named.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._/-]", "-") : named;
        return new Place(
                lower.substring(0, slash),
                layer,
                lower.substring(slash + 1),
                "Features of MLP activations by semi-nonnegative matrix factorization");
    }

    private List<FeatureRecord> records(LanguageModel model, int layer, int contexts) {
        return FeatureRecord.of(
                held.factorization(),
                FeatureTables.tokens(held),
                held.sheet(),
                model,
                layer,
                contexts,
                call.progress());
    }

    private void neuronpedia(Place place, LanguageModel model, String creator, List<FeatureRecord> records, Path out) {
        Neuronpedia.Size size =
                new Neuronpedia.Size(model.config().layers(), model.config().mlp());
        Neuronpedia neuronpedia = new Neuronpedia(place, size, creator, Instant.now());
        report.put("importer", neuronpedia.writeFolder(out, records).toString());
        report.put("upload", neuronpedia.writeUploads(out, records).toString());
        report.put("features", records.size());
        report.put("creator", creator);
        Neuronpedia.Cut cut = Neuronpedia.cut(records);
        report.put("contexts cut to 1024 tokens for the upload", cut.contexts());
        report.put("labels cut to 512 characters for the upload", cut.labels());
    }

    private void saeLens(Place place, LanguageModel model, Path out) {
        DictionarySite site = DictionarySite.of(new Location(place.layer(), Site.MLP_ACT));
        SparseDictionary autoencoder = LinearisedEncoder.of(held.factorization().features(), site);
        boolean beginToken = model.tokenizer().encode("").addedBefore() > 0;
        SaeLensFile.save(autoencoder, place.model(), beginToken, out);
        report.put("relative error of the factorization", held.factorization().relativeError());
        activations()
                .ifPresent(a -> report.put(
                        "relative error of the autoencoder", LinearisedEncoder.relativeError(autoencoder, a)));
    }

    /** The session's activations of the same place and data. */
    private Optional<ActivationMatrix> activations() {
        return call.session().heldActivations().flatMap(activations -> held.place()
                .filter(place -> activations.sites().contains(place))
                .map(activations::at));
    }
}
