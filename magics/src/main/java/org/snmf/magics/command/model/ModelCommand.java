package org.snmf.magics.command.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.options.Brief;
import org.snmf.magics.plan.PlannedModel;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.ModelSource;
import org.snmf.magics.source.Models;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.models.network.LoadOptions.Residency;
import org.snmf.models.network.estimate.MemoryPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads a language model, or shows the current one. */
@Command(
        name = "model",
        description =
                "Loads a language model from a folder, or the embedded one; without a name shows the current one.")
@Example(value = "model embedded", returns = LanguageModel.class)
public final class ModelCommand extends SnmfCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            completionCandidates = Models.Embedded.class,
            description = "Checkpoint folder of a family that --list shows, 'embedded', or a model of the hub such as "
                    + "openai-community/gpt2, with @revision if wanted.")
    private @Nullable String name;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    @Option(
            names = "--residency",
            paramLabel = "HOW",
            description =
                    "Weights of 16 bits, once widened to float32: ${COMPLETION-CANDIDATES}. keep holds all layers in memory; "
                            + "layer-at-a-time one, and is slower; auto what there is room for. Default: ${DEFAULT-VALUE}.")
    private Residency residency = Residency.AUTO;

    @Option(names = "--download", description = "Fetch a model of the hub over the network; HF_TOKEN is used if set.")
    private boolean download;

    @Option(names = "--dry-run", description = "Show shapes and memory; load and download nothing.")
    private boolean dryRun;

    @Option(names = "--list", description = "Show the families of models that can be loaded, and what was checked.")
    private boolean list;

    @Mixin
    private Brief brief;

    @Override
    public Outcome run(Call call) {
        if (list) {
            return FamilyList.outcome();
        }
        LoadOptions options = new LoadOptions(device, residency);
        if (dryRun) {
            return plan(call, options);
        }
        if (name == null) {
            LanguageModel model = call.session().model();
            return shown(model, call.session().modelName(), 0);
        }
        ModelSource.Loaded loaded = ModelSource.load(call, name, options, download);
        List<String> ignored = loaded.model().ignoredTensors();
        if (!ignored.isEmpty()) {
            call.screen().say(ignored.size() + " tensors of the file are not used: " + some(ignored));
        }
        return shown(loaded.model(), name, loaded.seconds());
    }

    private Outcome plan(Call call, LoadOptions options) {
        PlannedModel model = name == null
                ? PlannedModel.of(
                        call.session().model().directory(),
                        call.session().model().options())
                : PlannedModel.of(Models.folder(name, false, call.progress()), options);
        ModelConfig config = model.config();
        long parameters = MemoryPlan.parameters(config);
        String shown = name == null ? call.session().modelName() : name;
        Map<String, Object> report = report(shown, config, parameters, 0);
        Facts facts = facts(shown, config, parameters);
        int context = config.context();
        int batch = Math.min(LanguageModel.BATCH_TOKENS, context);
        facts.with("planned for", "logits at the end of " + batch + " tokens that are read together");
        model.show(new MemoryPlan.Work(config.layers() - 1, batch, batch, batch, 1, 0, 0), facts, report);
        return Outcome.shown(facts.display(), report);
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(4, names.size())));
        return names.size() > 4 ? first + ", …" : first;
    }

    private Outcome shown(LanguageModel model, String name, double seconds) {
        ModelConfig config = model.config();
        Outcome whole = Outcome.of(
                model,
                facts(name, config, model.parameters()).display(),
                report(name, config, model.parameters(), seconds));
        String line = String.format(
                Locale.ROOT,
                "Model %s: %s, %d layers, d_a %d, %,d parameters.",
                name,
                config.family().title(),
                config.layers(),
                config.mlp(),
                model.parameters());
        return brief.of(whole, line);
    }

    private static Map<String, Object> report(String name, ModelConfig config, long parameters, double seconds) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", name);
        report.put("family", config.family().key());
        report.put("layers", config.layers());
        report.put("hidden", config.hidden());
        report.put("mlp", config.mlp());
        report.put("vocabulary", config.vocabulary());
        report.put("context", config.context());
        report.put("parameters", parameters);
        report.put("load_seconds", seconds);
        return report;
    }

    private static Facts facts(String name, ModelConfig config, long parameters) {
        return new Facts("Model " + name)
                .with("family", config.family().title())
                .with("layers", config.layers() + ", numbered 0 to " + (config.layers() - 1))
                .with("residual stream d", config.hidden())
                .with("MLP activations d_a", config.mlp())
                .with("vocabulary", config.vocabulary() + " tokens")
                .with("context", config.context() + " tokens")
                .with(
                        "parameters",
                        String.format(Locale.ROOT, "%,d, %s in float32", parameters, Memory.text(4 * parameters)));
    }
}
