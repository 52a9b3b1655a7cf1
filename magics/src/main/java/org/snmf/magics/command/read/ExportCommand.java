package org.snmf.magics.command.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.LatentsFile;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.files.AtomicFile;
import org.snmf.files.table.Table;
import org.snmf.files.table.TableFile;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.report.Json;
import org.snmf.magics.report.ResultTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.session.HeldLatents;
import org.snmf.magics.source.FeatureSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes results for other programs. */
@Command(
        name = "export",
        description =
                "Writes the features for other programs, by the file's ending: .csv, .tsv, .jsonl, .parquet (tables), .json "
                        + "(contexts and provenance), .safetensors (Z dense and sparse, Y; of a dictionary the directions and "
                        + "sparse latents); or, with --for, as other tools read them.")
@Example(value = "export --out features.csv", returns = Path.class)
public final class ExportCommand extends SnmfCommand {
    private static final int TOKENS = 10;

    @Mixin
    private FeatureSource source;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
    private Path out;

    /** Tables that can be written. */
    enum Kind {
        features,
        tokens,
        sentences,
        coefficients
    }

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description =
                    "Which table: ${COMPLETION-CANDIDATES}. features: a row a feature, with its sheet; tokens: a row a column of Y;"
                            + " sentences: prompt and label, which a token's sentence counts from 0; coefficients: feature, token and"
                            + " coefficient where it is above 0. Default: features.")
    private @Nullable Kind kind;

    @Option(
            names = "--contexts",
            paramLabel = "N",
            description = "Contexts of each feature. Default: ${DEFAULT-VALUE}.")
    private int contexts = 10;

    @Option(
            names = "--for",
            paramLabel = "TOOL",
            completionCandidates = ToolExport.Tools.class,
            description =
                    "Tool that reads it: ${COMPLETION-CANDIDATES}. neuronpedia: a folder for its importer and the bodies of its"
                            + " upload; saelens: an autoencoder of MLP activations; vectors: directions for SAEDashboard, one file."
                            + " Default: none.")
    private String tool;

    @Option(
            names = "--id",
            paramLabel = "MODEL/SET",
            description =
                    "With --for: the tool's names of model and set, in small letters. Default: the model's name and snmf-kK.")
    private @Nullable String id;

    @Option(
            names = "--creator",
            paramLabel = "NAME",
            description =
                    "With --for neuronpedia: who makes the features, by the id there. Default: none; it must be given.")
    private @Nullable String creator;

    @Override
    public Outcome run(Call call) throws IOException {
        HeldFeatures held = source.open(call);
        if (tool != null) {
            if (!(held instanceof HeldFactorization snmf)) {
                throw new InputException(
                        "--for", "features of a factorization", held.method(), "Others have published those already.");
            }
            return ToolExport.write(call, snmf, tool, new ToolExport.Names(id, creator), out, contexts);
        }
        String name = out.getFileName().toString();
        if (kind != null && !TableFile.isNamed(out)) {
            throw new InputException(
                    "--table", "a file " + String.join(", ", TableFile.ENDINGS), "'" + out + "'", "Name --out so.");
        }
        if (TableFile.isNamed(out)) {
            TableFile.write(out, table(call, held));
        } else if (name.endsWith(".safetensors")) {
            save(held);
            if (!held.sheet().columns().isEmpty()) {
                held.sheet().save(FeatureSheet.beside(out));
            }
        } else if (name.endsWith(".json")) {
            AtomicFile.write(out, Json.write(json(held, features(call, held))));
        } else {
            throw new InputException(
                    "--out",
                    "a file " + String.join(", ", TableFile.ENDINGS) + ", .json or .safetensors",
                    "'" + out + "'",
                    "");
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("out", out.toAbsolutePath().normalize().toString());
        report.put("bytes", Files.size(out));
        return Outcome.of(out, new Facts("Written").withAll(report).display(), report);
    }

    private Table table(Call call, HeldFeatures held) {
        return switch (kind == null ? Kind.features : kind) {
            case tokens -> ResultTables.tokens(FeatureTables.tokens(held));
            case sentences -> ResultTables.sentences(FeatureTables.tokens(held).sentences());
            case coefficients -> ResultTables.coefficients(held.features());
            case features -> {
                List<Feature> features = features(call, held);
                yield ResultTables.features(withTokens(call, held, FeatureTables.of(features, held), features));
            }
        };
    }

    private void save(HeldFeatures held) {
        if (held instanceof HeldFactorization factorized) {
            factorized.factorization().saveDense(out);
        } else if (held instanceof HeldLatents latents) {
            LatentsFile.save(latents.features(), latents.origin(), out);
        }
    }

    private List<Feature> features(Call call, HeldFeatures held) {
        return TopContexts.of(held.features(), FeatureTables.tokens(held), call.progress())
                .features(contexts, call.progress());
    }

    private Map<String, Object> json(HeldFeatures held, List<Feature> features) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("of", held.method());
        json.put("rank", held.features().size());
        if (held instanceof HeldFactorization factorized) {
            json.put("relative_error", factorized.factorization().relativeError());
            json.put("provenance", factorized.factorization().provenance());
        } else {
            held.origin().ifPresent(origin -> json.put("origin", origin.record()));
        }
        held.place().ifPresent(p -> json.put("place", p.tensor()));
        json.put(
                "features",
                features.stream()
                        .map(f -> FeaturesCommand.json(f, contexts, held.sheet()))
                        .toList());
        json.put("sheet", held.sheet().columns());
        return json;
    }

    /** Promoted and suppressed tokens, too, where the session's model is the one that the features are of. */
    private static FeatureTable withTokens(Call call, HeldFeatures held, FeatureTable table, List<Feature> features) {
        Optional<LanguageModel> network = call.session().heldModel();
        if (network.filter(model -> held.writesToStream(model.config())).isEmpty()) {
            call.screen()
                    .say(
                            "Promoted tokens are not written: they need the model and directions that it adds to the residual "
                                    + "stream, such as features of mlp_act.");
            return table;
        }
        return FeatureTables.withTokens(
                table, FeatureTables.promoted(network.get(), call.session().modelName(), held, features, TOKENS), true);
    }
}
