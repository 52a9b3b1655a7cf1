package org.snmf.magics.command.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.magics.options.InterventionOptions;
import org.snmf.magics.plan.Estimates;
import org.snmf.magics.plan.PlannedModel;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.IdLists;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Trace;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.models.network.estimate.MemoryPlan;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Writes everything that a forward pass computes: per sequence s {@code s{s}.logits} and per layer l
 * {@code s{s}.L{l}.mlp_in|mlp_act|mlp_out|resid}, float32, [tokens, width].
 */
@Command(
        name = "trace",
        description =
                "Runs lists of token ids through the model, nothing added, one list at a time, and writes logits and activations of every layer.")
@Example("trace --model embedded --ids 1,2,3 --out trace.safetensors")
public final class TraceCommand extends SnmfCommand {
    private static final List<Site> SITES = List.of(Site.MLP_IN, Site.MLP_ACT, Site.MLP_OUT, Site.RESID);

    @Mixin
    private ModelSource model;

    @Mixin
    private InterventionOptions changes;

    @Option(names = "--ids", required = true, paramLabel = "IDS", description = "Ids such as \"1,2,3\"; repeatable.")
    private List<String> ids;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Safetensors file to write.")
    private Path out;

    @Option(names = "--dry-run", description = "Show memory, size and an estimate of time; load and write nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) throws Exception {
        if (dryRun) {
            return plan(model.planned(call));
        }
        LanguageModel network = model.load(call).model();
        ModelConfig config = network.config();
        List<int[]> sequences = IdLists.parse(ids, config.vocabulary(), config.context());
        List<Intervention> interventions = changes.interventions(call, network);
        long begun = System.nanoTime();
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(out, Map.of("format", "pt"), specs(sequences, config))) {
            for (int s = 0; s < sequences.size(); s++) {
                if (call.progress().stopRequested()) {
                    throw new InterruptedException();
                }
                write(network.trace(sequences.get(s), interventions), config, writer);
                call.progress().report(new Step("trace", s + 1, sequences.size(), "sequences", ""));
            }
            writer.commit();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("out", out.toString());
        report.put("sequences", sequences.size());
        report.put("tokens", sequences.stream().mapToInt(s -> s.length).sum());
        report.put("seconds", (System.nanoTime() - begun) / 1e9);
        report.put(
                "interventions",
                interventions.stream().map(Intervention::toString).toList());
        return Outcome.of(
                out,
                new Facts("Trace")
                        .withAll(report)
                        .measured("seconds", report.get("seconds"))
                        .display(),
                report);
    }

    private Outcome plan(PlannedModel planned) {
        ModelConfig config = planned.config();
        List<int[]> sequences = IdLists.parse(ids, config.vocabulary(), config.context());
        int tokens = sequences.stream().mapToInt(s -> s.length).sum();
        int longest = sequences.stream().mapToInt(s -> s.length).max().orElse(1);
        long bytes = specs(sequences, config).stream().mapToLong(Spec::bytes).sum();
        Map<String, Object> json = new LinkedHashMap<>();
        Facts facts = new Facts("Plan of a trace; nothing was done");
        facts.with("sequences", sequences.size()).with("tokens", tokens);
        MemoryPlan plan = planned.show(MemoryPlan.Work.tracing(config, longest), facts, json);
        facts.with("file to write", Memory.text(bytes));
        double seconds = ForwardSpeed.tracing(config, sequences)
                + (plan.keepsLayers() ? 1 : sequences.size()) * Estimates.wideningSeconds(plan.widened());
        PlannedModel.showTime(seconds, facts, json);
        json.put("sequences", sequences.size());
        json.put("tokens", tokens);
        json.put("bytes", bytes);
        return Outcome.shown(facts.display(), json);
    }

    private static List<Spec> specs(List<int[]> sequences, ModelConfig config) {
        List<Spec> specs = new ArrayList<>();
        for (int s = 0; s < sequences.size(); s++) {
            int tokens = sequences.get(s).length;
            specs.add(Spec.of("s" + s + ".logits", TensorType.F32, tokens, config.vocabulary()));
            for (int layer = 0; layer < config.layers(); layer++) {
                for (Site site : SITES) {
                    String name = "s" + s + ".L" + layer + "." + site.key();
                    specs.add(Spec.of(name, TensorType.F32, tokens, site.width(config)));
                }
            }
        }
        return specs;
    }

    private static void write(Trace trace, ModelConfig config, SafetensorsWriter writer) {
        write(trace.logits(), writer);
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Site site : SITES) {
                write(trace.at(layer, site), writer);
            }
        }
    }

    private static void write(float[][] rows, SafetensorsWriter writer) {
        for (float[] row : rows) {
            writer.write(row);
        }
    }
}
