package org.snmf.magics.command.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snmf.data.DataSet;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.files.AtomicFile;
import org.snmf.files.table.TableFile;
import org.snmf.magics.options.Brief;
import org.snmf.magics.options.ConceptNetOptions;
import org.snmf.magics.options.WritingOptions;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Json;
import org.snmf.magics.report.ResultTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Nearest;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.DataSource;
import org.snmf.store.Sentence;
import org.snmf.views.display.Visible;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads sentences. */
@Command(
        name = "data",
        description =
                "Reads sentences from files, or from the rest of the cell in %%%%snmf data, or has a chat model write "
                        + "them; without any of these shows the current ones.")
@Example(value = "data embedded", returns = List.class)
public final class DataCommand extends SnmfCommand {
    private static final int SHOWN = 3;

    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "FILE",
            completionCandidates = DataSource.Embedded.class,
            description =
                    "[{\"prompt\",\"label\"}], {\"label\": [\"sentence\", …]}, JSON Lines, CSV or Parquet with a column prompt, a folder of Parquet "
                            + "shards (FOLDER#SPLIT where it has several splits), or one sentence a line; "
                            + "or, of those that come with this library, ${COMPLETION-CANDIDATES}. "
                            + "Several are read one after the other.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--labels", split = ",", paramLabel = "LABEL", description = "Keep only these labels.")
    private Set<String> labels = new LinkedHashSet<>();

    @Option(names = "--first", paramLabel = "N", description = "Keep only the first N sentences. Default: all.")
    private @Nullable Integer first;

    @Option(
            names = "--hold-out",
            paramLabel = "N",
            description =
                    "Leave out N sentences of each label, drawn at random: 'detect --data' finds and tests on them. Default: 0.")
    private @Nullable Integer holdOut;

    @Mixin
    private ConceptNetOptions conceptNet;

    @Mixin
    private WritingOptions writing;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the sentences: .json as [{\"prompt\",\"label\"}], or .csv, .tsv, .jsonl, .parquet with columns prompt and "
                            + "label. Default: not written.")
    private @Nullable Path out;

    @Mixin
    private Brief brief;

    @Override
    public Outcome run(Call call) {
        if (writing.isDryRun()) {
            return writing.plan();
        }
        if (!names.isEmpty() || call.body().isPresent() || conceptNet.asked() || writing.asked()) {
            List<String> sources = new ArrayList<>();
            List<Sentence> all = all(call, sources);
            String source = String.join(", ", sources);
            List<Sentence> kept = keep(all);
            call.session().use(kept, source);
            if (kept.size() < all.size()) {
                call.screen().say((all.size() - kept.size()) + " of " + all.size() + " sentences left out.");
            }
        }
        if (out != null) {
            write(out, call.session().sentences());
        }
        return shown(call.session().sentences(), call.session().dataName());
    }

    private static void write(Path out, List<Sentence> sentences) {
        if (TableFile.isNamed(out)) {
            TableFile.write(out, ResultTables.sentences(sentences));
        } else {
            AtomicFile.write(
                    out, Json.write(sentences.stream().map(DataCommand::row).toList()));
        }
    }

    /** Keys in one order, so that the same sentences are the same bytes. */
    private static Map<String, String> row(Sentence sentence) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("prompt", sentence.text());
        row.put("label", sentence.label());
        return row;
    }

    /** All sentences that are meant; the names of where they come from are added to {@code sources}. */
    private List<Sentence> all(Call call, List<String> sources) {
        List<Sentence> all = new ArrayList<>();
        if (call.body().isPresent()) {
            sources.add(names.isEmpty() ? "the cell" : String.join(", ", names));
            all.addAll(DataSet.parse(call.body().get(), sources.get(0)));
        } else {
            sources.addAll(names);
            names.forEach(n -> all.addAll(DataSource.read(n)));
        }
        if (conceptNet.asked()) {
            sources.add(conceptNet.name());
            all.addAll(conceptNet.sentences(call));
        }
        if (writing.asked()) {
            all.addAll(writing.sentences(call, sources));
        }
        return all;
    }

    private List<Sentence> keep(List<Sentence> all) {
        Set<String> known = all.stream().map(Sentence::label).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String label : labels) {
            if (!known.contains(label)) {
                String nearest = Nearest.of(label, known)
                        .map(n -> "Did you mean '" + n + "'?")
                        .orElse("");
                throw new InputException("--labels", "labels of the data", "'" + label + "'", nearest);
            }
        }
        if (first != null && first < 1) {
            throw new InputException("--first", "at least 1", first.toString(), "");
        }
        List<Sentence> kept = all.stream()
                .filter(s -> labels.isEmpty() || labels.contains(s.label()))
                .limit(first == null ? all.size() : first)
                .toList();
        return holdOut == null ? kept : HoldOut.of(kept, holdOut, 0).fit();
    }

    private Outcome shown(List<Sentence> sentences, String source) {
        Map<String, Integer> counts = new TreeMap<>();
        sentences.forEach(s -> counts.merge(s.label(), 1, Integer::sum));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("data", source);
        report.put("sentences", sentences.size());
        report.put("labels", counts);
        Facts facts = new Facts("Data " + source).with("sentences", sentences.size());
        String labels = counts.entrySet().stream()
                .filter(e -> !e.getKey().isEmpty())
                .map(e -> Visible.title(e.getKey()) + " (" + e.getValue() + ")")
                .collect(Collectors.joining(", "));
        facts.with("labels", labels.isEmpty() ? "none" : labels);
        for (int i = 0; i < Math.min(SHOWN, sentences.size()); i++) {
            facts.with("sentence " + i, sentences.get(i).text());
        }
        long named = counts.keySet().stream().filter(label -> !label.isEmpty()).count();
        return brief.of(
                Outcome.of(sentences, facts.display(), report),
                "Data " + source + ": " + sentences.size() + " sentences, " + named + " labels.");
    }
}
