package org.snmf.magics.command.examine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.faithfulness.FaithfulnessReport;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.rivals.RivalsFile;
import org.snmf.magics.options.DetectionOptions;
import org.snmf.magics.options.FactorizationSource;
import org.snmf.magics.options.ModelSource;
import org.snmf.magics.options.RivalList;
import org.snmf.magics.options.RivalMaker;
import org.snmf.magics.report.NumberTable;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.models.network.LanguageModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the directions of other methods, and measures what reconstructions keep of the network. */
@Command(
        name = "baseline",
        description =
                "Makes other methods on the data of the current factorization, trains autoencoders of as many latents, "
                        + "and shows what each reconstruction keeps of the network.")
@Example(value = "baseline --methods sae-topk,diffmeans,pca", returns = List.class)
public final class BaselineCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FactorizationSource source;

    @Mixin
    private DetectionOptions options;

    @Option(names = "--methods", paramLabel = "METHODS", description = RivalList.TEXT + "Default: ${DEFAULT-VALUE}.")
    private String methods = "all";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Safetensors file for the detection and steering vectors of every method. Default: not written.")
    private @Nullable Path out;

    @Override
    public Outcome run(Call call) {
        RivalList asked = RivalList.of("--methods", methods);
        LanguageModel network = model.load(call).model();
        HeldFactorization held = source.open(call);
        DetectionOptions.Parts parts = options.parts(call, held);
        RivalMaker maker = new RivalMaker(call, network, held, options.rivals, parts.read(), asked);
        if (options.rivals.dryRun) {
            return maker.plan("baselines", parts);
        }
        long vectors = (long) asked.methods().size() * held.factorization().rank()
                + (long) asked.dictionaries().size() * options.rivals.sample;
        if (out != null) {
            ResultFile.require(
                    out,
                    Float.BYTES
                            * vectors
                            * (network.config().mlp() + network.config().hidden()));
        }
        List<Rival> rivals = maker.make();
        Faithfulness faithfulness = maker.faithfulness(parts.set().sentences());
        NumberTable table = new NumberTable(
                "Methods at layer " + maker.layer() + ", k = "
                        + held.factorization().rank(),
                "method",
                "directions",
                "dead",
                "space",
                "KL recovered",
                "CE recovered",
                "explained variance",
                "how");
        Map<String, Object> json = new LinkedHashMap<>();
        for (Rival rival : rivals) {
            Optional<FaithfulnessReport> kept =
                    rival.reconstruction().map(one -> faithfulness.of(one, call.progress()));
            table.row(
                    rival.method(),
                    String.valueOf(rival.directions().size()),
                    String.valueOf(dead(rival)),
                    rival.directions().space().key(),
                    number(kept.map(FaithfulnessReport::klRecovered)),
                    number(kept.map(FaithfulnessReport::crossEntropyRecovered)),
                    number(kept.map(FaithfulnessReport::explainedVariance)),
                    rival.remark());
            json.put(rival.method(), json(rival, kept));
        }
        if (out != null) {
            RivalsFile.save(rivals, network.hashes(), out);
        }
        return Outcome.of(
                rivals,
                table.display("Recovered: 1 when the network does as before with the reconstruction in place of its "
                        + "activations, 0 when no better than with zeros; on "
                        + faithfulness.activations().tokens()
                        + " tokens of sentences held out."),
                Map.of("methods", json));
    }

    private static long dead(Rival rival) {
        long dead = 0;
        for (int i = 0; i < rival.directions().size(); i++) {
            dead += rival.directions().dead(i) ? 1 : 0;
        }
        return dead;
    }

    private static String number(Optional<Double> value) {
        return value.map(one -> String.format(Locale.ROOT, "%.3f", one)).orElse("–");
    }

    private static Map<String, Object> json(Rival rival, Optional<FaithfulnessReport> kept) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directions", rival.directions().size());
        json.put("dead", dead(rival));
        json.put("space", rival.directions().space().key());
        json.put("how", rival.remark());
        json.put("kl", kept.map(FaithfulnessReport::kl).orElse(null));
        json.put("kl_recovered", kept.map(FaithfulnessReport::klRecovered).orElse(null));
        json.put(
                "ce_recovered",
                kept.map(FaithfulnessReport::crossEntropyRecovered).orElse(null));
        json.put(
                "explained_variance",
                kept.map(FaithfulnessReport::explainedVariance).orElse(null));
        return json;
    }
}
