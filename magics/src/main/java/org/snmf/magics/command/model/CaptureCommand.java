package org.snmf.magics.command.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snmf.data.FunctionWords;
import org.snmf.errors.InputException;
import org.snmf.factorize.fit.Cluster;
import org.snmf.magics.options.Brief;
import org.snmf.magics.options.ClusterOptions;
import org.snmf.magics.plan.Estimates;
import org.snmf.magics.plan.PlannedModel;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.source.DataSource;
import org.snmf.magics.source.IdLists;
import org.snmf.magics.source.ModelSource;
import org.snmf.magics.source.Sites;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.CaptureOptions.TooLong;
import org.snmf.models.capture.CaptureReport;
import org.snmf.models.capture.Captured;
import org.snmf.models.capture.ClusterCapture;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.models.network.estimate.MemoryPlan;
import org.snmf.models.network.place.Site;
import org.snmf.models.tokens.IdText;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.PeakMemory;
import org.snmf.store.ActivationStore;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Captures activations. */
@Command(
        name = "capture",
        description = "Runs the sentences through the model and keeps the activations of chosen layers and sites.")
@Example(value = "capture --layers 0,1", returns = HeldActivations.class)
public final class CaptureCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private DataSource data;

    @Option(
            names = "--ids",
            paramLabel = "IDS",
            description = "Ids such as \"1,2,3\" instead of sentences, as they are; repeatable. "
                    + "For models without a tokenizer.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--layers", split = ",", required = true, paramLabel = "LAYER", description = "Layers, from 0.")
    private List<Integer> layers;

    @Option(
            names = "--site",
            split = ",",
            paramLabel = "SITE",
            completionCandidates = Sites.class,
            description =
                    "Places in a layer: ${COMPLETION-CANDIDATES}. mlp_act is the MLP's neurons after the activation function, "
                            + "which the paper factorizes. Default: mlp_act.")
    private List<String> sites = List.of("mlp_act");

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Folder to write; a capture that did not come to its end goes on there. Default: keep in memory.")
    private @Nullable Path out;

    @Option(
            names = "--leave-out",
            split = ",",
            paramLabel = "WHAT",
            completionCandidates = LeftOut.class,
            description = "Tokens that are read but not kept: ${COMPLETION-CANDIDATES}. Default: none is left out.")
    private Set<String> leaveOut = new LinkedHashSet<>();

    @Option(names = "--special-tokens", description = "Keep special tokens, such as the begin token, too.")
    private boolean specialTokens;

    @Option(
            names = "--begin-token",
            arity = "1",
            paramLabel = "true|false",
            description = "Begin every sentence with the begin token. Default: as the tokenizer does.")
    private Boolean beginToken;

    @Option(
            names = "--too-long",
            paramLabel = "HOW",
            description = "A sentence longer than the context: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private TooLong tooLong = TooLong.REFUSE;

    @Option(
            names = "--batch-tokens",
            paramLabel = "N",
            description = "Tokens a pass takes at once. Default: " + LanguageModel.BATCH_TOKENS + ".")
    private @Nullable Integer batchTokens;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; capture nothing.")
    private boolean dryRun;

    /** What may be left out. */
    static final class LeftOut implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("function-words", "punctuation").iterator();
        }
    }

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Brief brief;

    @Override
    public Outcome run(Call call) {
        CaptureOptions options = options();
        Optional<Path> shared = cluster.given() ? Optional.of(sharedFolder()) : Optional.empty();
        if (dryRun) {
            PlannedModel planned = model.planned(call);
            return plan(planned, sentences(call, planned.config()), options);
        }
        ModelSource.Loaded loaded = model.load(call);
        List<Sentence> sentences = sentences(call, loaded.model().config());
        CaptureReport report;
        HeldActivations held;
        if (shared.isPresent()) {
            ClusterCapture capture = new ClusterCapture(loaded.model(), model.elsewhere(call), sentences, options);
            report = onCluster(capture, shared.get(), call);
            held = HeldActivations.of(ActivationStore.open(shared.get()));
        } else if (out == null) {
            Captured captured = Capture.inMemory(loaded.model(), sentences, options, call.progress());
            report = captured.report();
            held = HeldActivations.of(captured);
        } else {
            report = Capture.toFolder(loaded.model(), sentences, options, out, call.progress());
            held = HeldActivations.of(ActivationStore.open(out));
        }
        call.session().use(held);
        String line = "Activations of "
                + held.sites().stream().map(StoredSite::tensor).collect(Collectors.joining(", ")) + ": "
                + String.format(Locale.ROOT, "%,d tokens of %,d sentences", report.tokens(), report.sentences())
                + (report.stopped() ? ", stopped early." : ".");
        return brief.of(
                Outcome.of(held, facts(held, report, leaveOut).display(), json(report, loaded.seconds())), line);
    }

    /** The folder that the machines of a cluster write to. */
    private Path sharedFolder() {
        if (out == null || out.toString().matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
            throw new InputException(
                    "--out",
                    "with --spark, a folder that every machine of the cluster sees under this name",
                    out == null ? "none" : out.toString(),
                    "Name one on a disk that they share; factorize --spark reads it there, or on HDFS or S3 when you have"
                            + " copied it.");
        }
        return out;
    }

    private CaptureReport onCluster(ClusterCapture capture, Path folder, Call call) {
        int partitions = cluster.partitions();
        try (Cluster.Application application = cluster.connect()) {
            return capture.toFolder(
                    folder, partitions, Map.of("cluster", cluster.master()), application, call.progress());
        }
    }

    /** The sentences that are meant, or the lists of ids as sentences. */
    private List<Sentence> sentences(Call call, ModelConfig config) {
        if (ids.isEmpty()) {
            return data.sentences(call);
        }
        if (data.isGiven() || call.body().isPresent()) {
            throw new InputException("capture", "--ids or sentences", "both", "Leave one of them out.");
        }
        List<Sentence> sentences = IdLists.parse(ids, config.vocabulary(), config.context()).stream()
                .map(list -> new Sentence(IdText.of(list), ""))
                .toList();
        call.session().use(sentences, "ids");
        return sentences;
    }

    private CaptureOptions options() {
        CaptureOptions options = CaptureOptions.layers(
                        layers.stream().mapToInt(Integer::intValue).toArray())
                .withSites(sites.stream().map(Sites::site).toArray(Site[]::new))
                .withSpecialTokens(specialTokens)
                .withTooLong(tooLong);
        for (String what : leaveOut) {
            if (!List.of("function-words", "punctuation").contains(what)) {
                throw new InputException("--leave-out", "function-words or punctuation", "'" + what + "'", "");
            }
        }
        options = options.withLeaveOut(
                leaveOut.contains("function-words") ? FunctionWords.ENGLISH : Set.of(),
                leaveOut.contains("punctuation"));
        if (beginToken != null) {
            options = options.withBeginToken(beginToken);
        }
        options = ids.isEmpty() ? options : options.withIdLists();
        return batchTokens == null ? options : options.withBatchTokens(batchTokens);
    }

    private static Facts facts(HeldActivations held, CaptureReport report, Set<String> leaveOut) {
        Facts facts = new Facts("Activations" + (report.stopped() ? " (stopped early)" : ""));
        held.sites().forEach(s -> facts.with(s.tensor(), "A is " + s.width() + " × " + report.tokens()));
        facts.with("sentences", report.sentences());
        facts.with("tokens read", report.tokensRead());
        if (report.resumed() > 0) {
            facts.with("tokens taken over from an unfinished capture", report.resumed());
        }
        facts.with("tokens analysed, n", report.tokens());
        if (report.specialTokens() > 0) {
            facts.with("special tokens left out", report.specialTokens());
        }
        if (report.leftOut() > 0) {
            facts.with(String.join(" and ", leaveOut).replace('-', ' ') + " left out", report.leftOut());
        }
        if (report.truncatedSentences() > 0) {
            facts.with("sentences cut", report.truncatedSentences() + ", by " + report.truncatedTokens() + " tokens");
        }
        facts.measured("speed", String.format(Locale.ROOT, "%,.0f tokens a second", report.tokensPerSecond()));
        facts.with("kept in", held.where());
        held.store().ifPresent(store -> withCluster(facts, store.provenance().options()));
        if (report.stopped() && held.store().isPresent()) {
            facts.with("to go on", "the same capture again");
        }
        return facts;
    }

    private static void withCluster(Facts facts, Map<String, String> record) {
        if (record.containsKey("cluster")) {
            facts.with("captured on", record.get("cluster") + ", in " + record.get("partitions") + " partitions");
        }
    }

    private static Map<String, Object> json(CaptureReport report, double loadSeconds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokens", report.tokens());
        json.put("seconds", report.seconds());
        json.put("tokens_per_second", report.tokensPerSecond());
        json.put("load_seconds", loadSeconds);
        json.put("peak_resident_mib", Memory.orNull(PeakMemory.residentMebibytes()));
        json.put("sentences", report.sentences());
        json.put("tokens_read", report.tokensRead());
        json.put("tokens_resumed", report.resumed());
        json.put("special_tokens_left_out", report.specialTokens());
        json.put("left_out", report.leftOut());
        json.put("truncated_sentences", report.truncatedSentences());
        json.put("truncated_tokens", report.truncatedTokens());
        json.put("stopped", report.stopped());
        return json;
    }

    private Outcome plan(PlannedModel planned, List<Sentence> sentences, CaptureOptions options) {
        ModelConfig config = planned.config();
        long begun = System.nanoTime();
        List<int[]> sequences = ids.isEmpty()
                ? sequences(planned, sentences)
                : IdLists.parse(ids, config.vocabulary(), config.context());
        double tokenizing = (System.nanoTime() - begun) * 1e-9;
        long tokens = sequences.stream().mapToLong(ids -> ids.length).sum();
        long bytes = 0;
        Map<String, Object> json = new LinkedHashMap<>();
        Facts facts = new Facts("Plan of a capture; nothing was done");
        facts.with("sentences", sentences.size()).with("tokens to read", tokens);
        for (int layer : options.layers()) {
            for (Site site : options.sites()) {
                int width = site.width(config);
                facts.with("layer." + layer + "." + site.key(), width + " × at most " + tokens);
                bytes += 4L * width * tokens;
            }
        }
        int last = options.layers().get(options.layers().size() - 1);
        int longest = sequences.stream().mapToInt(ids -> ids.length).max().orElse(1);
        MemoryPlan plan =
                planned.show(MemoryPlan.Work.reading(last, options.batchTokens(), longest, tokens), facts, json);
        facts.with(out == null ? "activations in memory" : "activations on disk", Memory.text(bytes));
        double seconds = tokenizing
                + ForwardSpeed.reading(config, last + 1, sequences, options.batchTokens())
                + Estimates.keepingSeconds(bytes)
                + Estimates.wideningSeconds(plan.widened());
        PlannedModel.showTime(seconds, facts, json);
        if (cluster.given()) {
            showPartitions(sequences, facts, json);
        }
        json.put("sentences", sentences.size());
        json.put("tokens", tokens);
        json.put("bytes", bytes);
        return Outcome.shown(facts.display(), json);
    }

    /** Adds how the sentences are divided; what else the plan says is of this machine alone. */
    private void showPartitions(List<int[]> sequences, Facts facts, Map<String, Object> json) {
        int[] tokens = sequences.stream().mapToInt(ids -> ids.length).toArray();
        int count = cluster.partitions();
        if (count == 0) {
            try (Cluster.Application application = cluster.connect()) {
                count = Math.min(application.usual(), tokens.length);
            }
        }
        int[] begins = ClusterCapture.divide(tokens, count);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(Arrays.stream(tokens, begins[i], begins[i + 1]).sum());
        }
        facts.with(
                "partitions",
                String.format(
                        Locale.ROOT,
                        "%,d, of %,d to %,d tokens; memory is that of each, time that of one machine alone",
                        count,
                        Collections.min(sizes),
                        Collections.max(sizes)));
        json.put("partition_tokens", sizes);
    }

    private static List<int[]> sequences(PlannedModel planned, List<Sentence> sentences) {
        try (Tokenizer tokenizer = Tokenizer.load(planned.folder())) {
            return sentences.stream()
                    .map(sentence -> tokenizer.encode(sentence.text()).ids())
                    .map(ids -> Arrays.copyOf(
                            ids, Math.min(ids.length, planned.config().context())))
                    .toList();
        }
    }
}
