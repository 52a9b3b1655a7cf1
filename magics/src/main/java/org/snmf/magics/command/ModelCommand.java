package org.snmf.magics.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.magics.Call;
import org.snmf.magics.Example;
import org.snmf.magics.Outcome;
import org.snmf.magics.SnmfCommand;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.models.network.LoadOptions.Residency;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads a language model, or shows the current one. */
@Command(
        description =
                "Loads a language model from a folder, or the embedded one; without a name shows the current one.")
@Example(value = "model embedded", returns = LanguageModel.class)
final class ModelCommand extends SnmfCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            completionCandidates = Embedded.class,
            description = "Checkpoint folder (GPT-2, Llama 3, Gemma 2), hub id such as openai-community/gpt2, or"
                    + " 'embedded'.")
    private String name;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    @Option(
            names = "--residency",
            paramLabel = "HOW",
            description = "What happens to widened weights: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Residency residency = Residency.AUTO;

    @Option(names = "--download", description = "Fetch the model from the Hugging Face hub if it is not there.")
    private boolean download;

    @Option(names = "--dry-run", description = "Show shapes and memory, load nothing.")
    private boolean dryRun;

    /** The one name that is not a folder. */
    static final class Embedded implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return List.of(ModelSource.EMBEDDED).iterator();
        }
    }

    @Override
    public Outcome run(Call call) {
        if (download && name != null && !name.equals(ModelSource.EMBEDDED)) {
            HubModels.downloaded(name, call.progress());
        }
        if (dryRun) {
            ModelConfig config =
                    name == null ? call.session().model().config() : ModelConfig.read(ModelSource.folder(name));
            return shown(null, name == null ? call.session().modelName() : name, config, 0);
        }
        if (name == null) {
            LanguageModel model = call.session().model();
            return shown(model, call.session().modelName(), model.config(), 0);
        }
        LoadOptions options = new LoadOptions(device, residency);
        ModelSource.Loaded loaded = ModelSource.load(call.session(), name, options);
        List<String> ignored = loaded.model().ignoredTensors();
        if (!ignored.isEmpty()) {
            call.screen().say(ignored.size() + " tensors of the file are not used: " + some(ignored));
        }
        return shown(loaded.model(), name, loaded.model().config(), loaded.seconds());
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(4, names.size())));
        return names.size() > 4 ? first + ", …" : first;
    }

    private static Outcome shown(LanguageModel model, String name, ModelConfig config, double seconds) {
        long parameters = Estimates.parameters(config);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", name);
        report.put("family", config.family().toString());
        report.put("layers", config.layers());
        report.put("hidden", config.hidden());
        report.put("mlp", config.mlp());
        report.put("vocabulary", config.vocabulary());
        report.put("context", config.context());
        report.put("parameters", parameters);
        report.put("bytes_in_float32", 4 * parameters);
        report.put("load_seconds", seconds);
        Facts facts = new Facts("Model " + name)
                .with("family", config.family())
                .with("layers", config.layers() + ", numbered 0 to " + (config.layers() - 1))
                .with("residual stream d", config.hidden())
                .with("MLP activations d_a", config.mlp())
                .with("vocabulary", config.vocabulary() + " tokens")
                .with("context", config.context() + " tokens")
                .with("parameters", String.format("%,d, %s in float32", parameters, Memory.text(4 * parameters)));
        return Outcome.of(model, facts.display(), report);
    }
}
