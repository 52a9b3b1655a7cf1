package org.snmf.magics.command.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.magics.options.InterventionOptions;
import org.snmf.magics.plan.Estimates;
import org.snmf.magics.plan.PlannedModel;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.IdLists;
import org.snmf.magics.source.LazyTokenizer;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.models.network.estimate.MemoryPlan;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Continues prompts. */
@Command(
        name = "generate",
        description = "Continues prompts, if asked under an intervention. "
                + "In %%%%snmf generate every line of the cell is a prompt.")
@Example(value = "generate \"They went to church on\" --max-new-tokens 8", returns = List.class)
public final class GenerateCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private InterventionOptions changes;

    @Parameters(paramLabel = "PROMPT", arity = "0..*", description = "Texts to continue.")
    private List<String> prompts = new ArrayList<>();

    @Option(names = "--ids", paramLabel = "IDS", description = "Ids to continue, as they are; repeatable.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int maxNewTokens = 20;

    @Option(names = "--greedy", description = "The most likely token each time; so it is without --temperature, too.")
    private boolean greedy;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Draw, logits divided by T. Default: 1 where --top-k or --top-p is given, else greedy.")
    private @Nullable Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draw from the K most likely tokens. Default: all.")
    private @Nullable Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw from the likeliest tokens that sum to P. Default: all.")
    private @Nullable Double topP;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "X",
            description = "Taken from a logit for each earlier use. Default: 0.")
    private @Nullable Double frequencyPenalty;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the drawing. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--stop-at-end", description = "End a row at the model's end token, which is not shown.")
    private boolean stopAtEnd;

    @Option(names = "--dry-run", description = "Show memory and an estimate of time; load and generate nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        GenerationOptions options = options();
        if (dryRun) {
            return plan(call, model.planned(call));
        }
        LanguageModel network = model.load(call).model();
        List<Row> rows = rows(call, network.config(), network::tokenizer);
        List<Intervention> interventions = changes.interventions(call, network);
        if (stopAtEnd) {
            Set<Integer> ends = new HashSet<>(network.config().eos());
            options = options.withStopIds(ends);
        }
        List<List<Intervention>> perRow =
                interventions.isEmpty() ? List.of() : Collections.nCopies(rows.size(), interventions);
        long begun = System.nanoTime();
        List<int[]> continued =
                Generation.generate(network, ids(rows), perRow, options, Generation.Listener.NONE, call.progress());
        double seconds = (System.nanoTime() - begun) / 1e9;
        return outcome(network, rows, continued, options.stopIds(), interventions, seconds);
    }

    private GenerationOptions options() {
        boolean drawing = temperature != null || topK != null || topP != null;
        if (greedy && drawing) {
            throw new InputException(
                    "generate", "--greedy or options of drawing", "both", "Leave --greedy or the others out.");
        }
        GenerationOptions options = drawing
                ? GenerationOptions.sampled(maxNewTokens, temperature == null ? 1 : temperature, seed)
                : GenerationOptions.greedy(maxNewTokens);
        options = topK == null ? options : options.withTopK(topK);
        options = topP == null ? options : options.withTopP(topP);
        return frequencyPenalty == null ? options : options.withFrequencyPenalty(frequencyPenalty);
    }

    private Outcome plan(Call call, PlannedModel planned) {
        ModelConfig config = planned.config();
        List<int[]> rows;
        try (LazyTokenizer tokenizer = new LazyTokenizer(planned.folder())) {
            rows = ids(rows(call, config, tokenizer::get));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        Facts facts = new Facts("Plan of a generation; nothing was done");
        long tokens = rows.stream().mapToLong(ids -> ids.length).sum();
        facts.with("rows", rows.size()).with("tokens of prompts", tokens);
        facts.with("new tokens a row, at most", maxNewTokens);
        MemoryPlan plan = planned.show(MemoryPlan.Work.generating(config, rows, maxNewTokens), facts, json);
        double seconds = ForwardSpeed.generating(config, rows, maxNewTokens)
                + (plan.keepsLayers() ? 1 : maxNewTokens) * Estimates.wideningSeconds(plan.widened());
        PlannedModel.showTime(seconds, facts, json);
        json.put("rows", rows.size());
        json.put("tokens", tokens);
        json.put("max_new_tokens", maxNewTokens);
        return Outcome.shown(facts.display(), json);
    }

    private static List<int[]> ids(List<Row> rows) {
        return rows.stream().map(Row::ids).toList();
    }

    private List<Row> rows(Call call, ModelConfig config, Supplier<Tokenizer> tokenizer) {
        List<Row> rows = new ArrayList<>();
        IdLists.parse(ids, config.vocabulary(), config.context())
                .forEach(row -> rows.add(new Row(Optional.empty(), row)));
        List<String> texts = new ArrayList<>(prompts);
        call.body().stream().flatMap(String::lines).filter(l -> !l.isBlank()).forEach(texts::add);
        for (String text : texts) {
            int[] encoded = tokenizer.get().encodePrompt(text).ids();
            if (encoded.length == 0) {
                throw new InputException("prompt", "a text with at least one token", "'" + text + "'", "");
            }
            rows.add(new Row(Optional.of(text), encoded));
        }
        if (rows.isEmpty()) {
            throw new InputException(
                    "generate",
                    "a prompt",
                    "none",
                    "Give texts, --ids 1,2,3, or a cell of prompts after %%snmf generate.");
        }
        return rows;
    }

    /**
     * A row to continue.
     *
     * @param shown the prompt as it was given; empty where ids were
     * @param ids what the model reads
     */
    private record Row(Optional<String> shown, int[] ids) {}

    private static Outcome outcome(
            LanguageModel network,
            List<Row> rows,
            List<int[]> continued,
            Set<Integer> ends,
            List<Intervention> interventions,
            double seconds) {
        Html html = Theme.open();
        StringBuilder plain = new StringBuilder();
        List<Map<String, Object>> sequences = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            Map<String, Object> sequence = new LinkedHashMap<>();
            sequence.put("ids", continued.get(r));
            int[] read = rows.get(r).ids();
            String before = rows.get(r).shown().orElseGet(() -> text(network, read, Tokenizer::decode));
            String after = text(network, said(continued.get(r), ends), Tokenizer::spelled);
            if (network.hasTokenizer()) {
                sequence.put("text", after);
            }
            sequences.add(sequence);
            values.add(network.hasTokenizer() ? after : continued.get(r));
            html.open("div").text(before).element("b", after).close();
            plain.append(before).append('|').append(after).append('\n');
        }
        if (!interventions.isEmpty()) {
            String inForce = "in force: "
                    + String.join(
                            "; ",
                            interventions.stream().map(Intervention::toString).toList());
            html.element("div", inForce, "style", "opacity:.7;font-size:85%");
            plain.append(inForce).append('\n');
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sequences", sequences);
        json.put("seconds", seconds);
        json.put(
                "interventions",
                interventions.stream().map(Intervention::toString).toList());
        return Outcome.of(
                values, Display.of(html.close().build(), plain.toString().stripTrailing()), json);
    }

    /** The ids without the end token that the row was asked to end at. */
    private static int[] said(int[] ids, Set<Integer> ends) {
        int last = ids.length - 1;
        return last >= 0 && ends.contains(ids[last]) ? Arrays.copyOf(ids, last) : ids;
    }

    /** The text of ids with its special tokens and the space that it begins with; without a tokenizer the ids. */
    private static String text(LanguageModel network, int[] ids, BiFunction<Tokenizer, int[], String> how) {
        return network.hasTokenizer() ? how.apply(network.tokenizer(), ids) : Arrays.toString(ids);
    }
}
