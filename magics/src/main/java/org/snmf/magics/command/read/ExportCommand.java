package org.snmf.magics.command.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.FactorizationSource;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.report.Json;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes results for other programs. */
@Command(
        description =
                "Writes the features for other programs, by the file's ending: .csv (a table), .json (contexts and "
                        + "provenance), .safetensors (Z dense and sparse, Y).")
@Example(value = "export --out features.csv", returns = Path.class)
public final class ExportCommand extends SnmfCommand {
    @Mixin
    private FactorizationSource source;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
    private Path out;

    @Option(
            names = "--contexts",
            paramLabel = "N",
            description = "Contexts of each feature. Default: ${DEFAULT-VALUE}.")
    private int contexts = 10;

    @Override
    public Outcome run(Call call) throws IOException {
        HeldFactorization held = source.open(call);
        String name = out.getFileName().toString();
        if (name.endsWith(".safetensors")) {
            FeatureOrigin.recorded(
                            held.factorization(), held.place(), held.origin().get())
                    .saveDense(out);
        } else if (name.endsWith(".csv")) {
            FeatureTable table = FeatureTable.of(features(call, held));
            write(temporary -> table.table().write().csv(temporary.toFile()));
        } else if (name.endsWith(".json")) {
            String text = Json.write(json(held, features(call, held)));
            write(temporary -> Files.writeString(temporary, text));
        } else {
            throw new InputException("--out", "a file .csv, .json or .safetensors", "'" + out + "'", "");
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("out", out.toString());
        report.put("bytes", Files.size(out));
        return Outcome.of(out, new Facts("Written").withAll(report).display(), report);
    }

    private List<Feature> features(Call call, HeldFactorization held) {
        return TopContexts.of(held.factorization(), FeatureTables.tokens(held)).features(contexts, call.progress());
    }

    private Map<String, Object> json(HeldFactorization held, List<Feature> features) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rank", held.factorization().rank());
        json.put("relative_error", held.factorization().relativeError());
        held.place().ifPresent(p -> json.put("place", p.tensor()));
        json.put(
                "features",
                features.stream().map(f -> FeaturesCommand.json(f, contexts)).toList());
        json.put("provenance", held.factorization().provenance());
        return json;
    }

    /** What writes a file. */
    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException;
    }

    /** Under a temporary name first, so that a torn file never has the real one. */
    private void write(Writing writing) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new InputException("--out", "a folder that exists", folder.toString(), "Make it first.");
        }
        Path temporary = Files.createTempFile(folder, "." + out.getFileName(), ".tmp");
        try {
            writing.to(temporary);
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
