package org.snmf.magics.command.examine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.dictionary.published.SaeLensFile;
import org.snmf.experiments.dictionary.training.AutoencoderSelection;
import org.snmf.experiments.faithfulness.FaithfulnessReport;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.rivals.RivalsFile;
import org.snmf.magics.options.DetectionOptions;
import org.snmf.magics.options.RivalList;
import org.snmf.magics.options.RivalMaker;
import org.snmf.magics.report.NumberTable;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.source.FeatureSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.views.display.Display;
import org.snmf.views.display.Numbers;
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
    private FeatureSource source;

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

    @Option(
            names = "--save-sae",
            paramLabel = "FOLDER",
            description =
                    "Folder for the autoencoders that are trained, each in a folder of its own in SAELens' layout, which "
                            + "'sae' reads. Default: not written.")
    private @Nullable Path saveSae;

    @Override
    public Outcome run(Call call) {
        RivalList asked = RivalList.of("--methods", methods);
        LanguageModel network = model.load(call).model();
        HeldFeatures held = source.open(call);
        DetectionOptions.Parts parts = options.parts(call, held);
        RivalMaker maker = new RivalMaker(call, network, held, options.rivals, parts.read(), asked);
        if (options.rivals.dryRun) {
            return maker.plan("baselines", parts);
        }
        long vectors = (long) asked.methods().size() * held.features().chosen().length
                + (long) asked.dictionaries().size() * options.rivals.sample;
        if (out != null) {
            ResultFile.require(
                    out,
                    Float.BYTES
                            * vectors
                            * (network.config().mlp() + network.config().hidden()));
        }
        List<Rival> rivals = maker.make();
        NumberTable table = new NumberTable(
                "Methods at layer " + maker.layer() + ", " + held.extent(),
                "method",
                "directions",
                "dead",
                "space",
                "KL recovered",
                "CE recovered",
                "explained variance",
                "how");
        Map<String, Object> json = new LinkedHashMap<>();
        int tokens = 0;
        for (Rival rival : rivals) {
            Optional<FaithfulnessReport> kept = rival.reconstruction()
                    .map(one -> maker.kept(one, parts.set().sentences()));
            tokens = kept.map(FaithfulnessReport::tokens).orElse(tokens);
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
        if (saveSae != null) {
            save(call, network, rivals, asked.methods().size(), saveSae);
        }
        if (out != null) {
            RivalsFile.save(rivals, network.hashes(), out);
        }
        maker.choices().forEach((method, choice) -> call.screen().show(checkpoints(method, choice)));
        Map<String, Object> chosen = new LinkedHashMap<>();
        maker.choices().forEach((method, choice) -> chosen.put(method, candidates(choice)));
        return Outcome.of(
                rivals,
                table.display(
                        "Recovered: 1 when the network does as before with the reconstruction in place of its "
                                + "activations, 0 when no better than with zeros; on "
                                + tokens
                                + " tokens of sentences held out. Each replaces the activations of the space that it stands in."),
                Map.of("methods", json, "checkpoints", chosen));
    }

    /** Those that were trained: they stand behind the features themselves, in the order asked for. */
    private static void save(Call call, LanguageModel network, List<Rival> rivals, int methods, Path folder) {
        boolean beginToken = network.tokenizer().encode("").addedBefore() > 0;
        rivals.stream().skip(1).limit(methods).forEach(rival -> rival.dictionary()
                .ifPresent(dictionary -> SaeLensFile.save(
                        dictionary,
                        call.session().modelName(),
                        beginToken,
                        folder.resolve(rival.method().toLowerCase(Locale.ROOT).replace(' ', '-')))));
    }

    /** The best checkpoint of each run, so that a grid can be looked at. */
    private Display checkpoints(String method, AutoencoderSelection.Choice choice) {
        NumberTable table =
                new NumberTable("Checkpoints of " + method, "run", "epoch", "L0", "KL", "silent latents", "chosen");
        for (AutoencoderSelection.Candidate one : choice.bestOfRuns(options.rivals.sparsityWeight)) {
            table.row(
                    one.options().text(),
                    String.valueOf(one.epoch()),
                    String.format(Locale.ROOT, "%.1f", one.meanActive()),
                    String.format(Locale.ROOT, "%.4f", one.kl()),
                    one.dead() + " of " + one.dictionary().latents(),
                    one.equals(choice.best()) ? "yes" : "");
        }
        return table.display(
                "The best of each run's checkpoints, on sentences that were not trained on: the least sum of L0 and "
                        + "KL, each scaled to [0, 1] over all "
                        + choice.candidates().size() + " checkpoints; weight of L0 "
                        + options.rivals.sparsityWeight + ".");
    }

    private static List<Map<String, Object>> candidates(AutoencoderSelection.Choice choice) {
        return choice.candidates().stream()
                .map(one -> Map.<String, Object>of(
                        "run",
                        one.options().text(),
                        "epoch",
                        one.epoch(),
                        "l0",
                        one.meanActive(),
                        "kl",
                        one.kl(),
                        "silent",
                        one.dead(),
                        "chosen",
                        one.equals(choice.best())))
                .toList();
    }

    private static long dead(Rival rival) {
        long dead = 0;
        for (int i = 0; i < rival.directions().size(); i++) {
            dead += rival.directions().dead(i) ? 1 : 0;
        }
        return dead;
    }

    private static String number(Optional<Double> value) {
        return value.map(one -> Numbers.fixed(one, 3)).orElse("–");
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
