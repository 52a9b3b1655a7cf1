package org.snmf.magics.command.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.models.parity.Difference;
import org.snmf.models.parity.GoldenScript;
import org.snmf.models.parity.Parity;
import org.snmf.models.parity.ParityReport;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the model with golden values of a reference. */
@Command(
        name = "parity",
        description = "Compares the model with golden values that a reference implementation wrote; "
                + "fails when a tolerance is exceeded. --against writes the script that makes them.")
@Example(value = "parity --golden golden/gpt2-tiny", returns = ParityReport.class)
public final class ParityCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Option(
            names = "--golden",
            paramLabel = "FOLDER",
            description = "Folder with golden.safetensors; also the model's folder unless --model names another. "
                    + "Default: none, which --against needs not.")
    private Path golden;

    /** Names of the libraries. */
    static final class Libraries implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(GoldenScript.Library.values())
                    .map(library -> library.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    @Option(
            names = "--against",
            paramLabel = "LIBRARY",
            completionCandidates = Libraries.class,
            description = "Write the Python script that makes golden values of a checkpoint of yours, and compare "
                    + "nothing: ${COMPLETION-CANDIDATES} (Hugging Face). Default: compare.")
    private GoldenScript.Library against;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where --against writes the script. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("golden.py");

    @Option(names = "--all", description = "Show every tensor, not only the worst of each kind.")
    private boolean all;

    @Override
    public Outcome run(Call call) {
        if (against != null) {
            return script();
        }
        if (golden == null) {
            throw new InputException(
                    "--golden",
                    "a folder with golden.safetensors",
                    "none",
                    "parity --against hf writes what makes one.");
        }
        boolean holdsModel = Files.isRegularFile(golden.resolve("config.json"));
        LanguageModel network = model.name == null && holdsModel
                ? ModelSource.load(call, golden.toString(), LoadOptions.DEFAULT.withDevice(model.device), false)
                        .model()
                : model.load(call).model();
        ParityReport report = Parity.compare(network, golden, call.progress());
        List<Difference> rows = all ? report.differences() : report.worstOfEachKind();
        Outcome outcome = Outcome.of(report, table(report, rows), json(report, rows));
        return report.passes() ? outcome : outcome.failed();
    }

    private Outcome script() {
        GoldenScript.write(against, out);
        Facts facts = new Facts("Script that makes golden values")
                .with("file", out)
                .with("run", "python " + out + " CHECKPOINT FOLDER")
                .with("needs", GoldenScript.NEEDS)
                .with("then", "parity --golden FOLDER --model CHECKPOINT");
        return Outcome.shown(facts.display(), new LinkedHashMap<>(facts.rows()));
    }

    private static Map<String, Object> json(ParityReport report, List<Difference> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("passes", report.passes());
        json.put("compared", report.differences().size());
        List<Map<String, Object>> list = new ArrayList<>();
        for (Difference row : rows) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("tensor", row.tensor());
            entry.put("kind", row.kind());
            entry.put("values", row.values());
            // JSON has no number for a difference that is none.
            entry.put("greatest", Double.isFinite(row.greatest()) ? row.greatest() : null);
            entry.put("tolerance", row.tolerance());
            entry.put("passes", row.passes());
            list.add(entry);
        }
        json.put("differences", list);
        return json;
    }

    private static Display table(ParityReport report, List<Difference> rows) {
        List<String> head = List.of("kind", "worst tensor", "values", "greatest difference", "tolerance", "");
        Html html = Theme.open().open("table", "class", "snmf-table").open("tr");
        head.forEach(name -> html.element("th", name));
        html.close();
        StringBuilder plain = new StringBuilder();
        for (Difference row : rows) {
            List<String> cells = List.of(
                    row.kind(),
                    row.tensor(),
                    String.format(Locale.ROOT, "%,d", row.values()),
                    String.format(Locale.ROOT, "%.2e", row.greatest()),
                    String.format(Locale.ROOT, "%.1e", row.tolerance()),
                    row.passes() ? "within" : "BEYOND");
            html.open("tr");
            cells.forEach(cell -> html.element("td", cell));
            html.close();
            plain.append(String.format(Locale.ROOT, "%-20s %-24s %14s %12s %10s  %s%n", cells.toArray()));
        }
        String verdict = report.differences().size() + " compared: "
                + (report.passes() ? "all within their tolerances" : "some beyond their tolerances");
        html.close().element("div", verdict);
        return Display.of(html.close().build(), plain.append(verdict).toString());
    }
}
