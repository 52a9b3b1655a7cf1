package org.snmf.magics.command.examine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures.By;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.experiments.intervene.EffectMatrix;
import org.snmf.experiments.intervene.GroupEffects;
import org.snmf.experiments.intervene.NeutralPrompts;
import org.snmf.experiments.overlap.NeuronGroups;
import org.snmf.features.TopNeurons;
import org.snmf.magics.options.ConceptOptions;
import org.snmf.magics.options.PromptOptions;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.source.FactorizationSource;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.views.display.Numbers;
import org.snmf.views.plot.ColouredTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests core and exclusive neurons causally. */
@Command(
        name = "neurons",
        description = "Amplifies the neurons that features of concepts share, and those that each has alone, "
                + "and shows what happens to the concepts' logits.")
@Example(value = "neurons --concepts days --prompt \"I think that\"", returns = EffectMatrix.class)
public final class NeuronsCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FactorizationSource source;

    @Mixin
    private ConceptOptions concepts;

    @Mixin
    private PromptOptions prompts;

    @Option(
            names = "--least-share",
            paramLabel = "SHARE",
            description = "Count neurons with at least this share of the feature's largest entry. Default: all it has.")
    private @Nullable Double top;

    @Option(
            names = "--core-of",
            paramLabel = "N",
            description = "How many features must have a neuron for it to be core. "
                    + "Default: a third of them; the paper has all.")
    private @Nullable Integer coreOf;

    @Option(
            names = "--strength",
            paramLabel = "X",
            description = "What is added, in typical lengths of an activation. Default: ${DEFAULT-VALUE}.")
    private double strength = 1;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; amplify nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        LanguageModel network = model.load(call).model();
        HeldFactorization held = source.open(call);
        Amplification amplification = held.amplification(network, call.session().modelName(), strength);
        List<String> texts = prompts.texts(call, List.of());
        List<int[]> ids = texts.isEmpty() ? NeutralPrompts.ids(network.tokenizer()) : PromptOptions.ids(network, texts);
        if (dryRun) {
            return plan(network, held, ids);
        }
        List<Choice> chosen = concepts.choose(call, held, By.CONTRAST, Optional.of(network));
        int[] features = chosen.stream().mapToInt(Choice::feature).toArray();
        TopNeurons rule = top == null ? TopNeurons.support() : TopNeurons.shareOfMaximum(top);
        NeuronGroups groups = NeuronGroups.of(
                held.factorization().features(),
                features,
                rule,
                coreOf == null ? NeuronGroups.thirdOf(features.length) : coreOf);
        List<Concept> used = chosen.stream().map(Choice::concept).toList();
        List<String> names = used.stream().map(Concept::name).toList();
        EffectMatrix effects = GroupEffects.measure(
                network,
                ids,
                groups,
                names,
                ConceptOptions.tokens(call, network, used),
                amplification,
                call.progress());
        call.screen().show(table(effects, names).display());
        return Outcome.of(effects, facts(effects, groups).display(), json(effects, groups, chosen));
    }

    private Outcome plan(LanguageModel network, HeldFactorization held, List<int[]> ids) {
        int groups = concepts.all().size() + 1;
        long vocabulary = network.config().vocabulary();
        return new Plan("core and exclusive neurons")
                .with(
                        "Z",
                        held.factorization().neurons() + " × "
                                + held.factorization().rank())
                .with("groups of neurons", "groups", groups)
                .with("prompts", "prompts", ids.size())
                .with("changes of logits", groups + " × " + (groups - 1) + " × " + ids.size())
                .outcome(2 * 4 * vocabulary * ids.size(), (groups + 1) * ForwardSpeed.logits(network.config(), ids));
    }

    private static ColouredTable table(EffectMatrix effects, List<String> names) {
        int rows = effects.coreRow() + 1;
        double[][] means = new double[rows][names.size()];
        double[][] spreads = new double[rows][names.size()];
        List<String> labels = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            labels.add(effects.row(r));
            for (int c = 0; c < names.size(); c++) {
                means[r][c] = effects.mean(r, c);
                spreads[r][c] = effects.spread(r, c);
            }
        }
        ColouredTable table = ColouredTable.of("Change of logits", labels, names, means)
                .withCorner("amplified neurons of")
                .withLinesAbove(effects.coreRow());
        return effects.prompts() > 1 ? table.withSpreads(spreads) : table;
    }

    private Facts facts(EffectMatrix effects, NeuronGroups groups) {
        return new Facts("Core and exclusive neurons")
                .with("groups", groups.text())
                .with("core neurons", groups.core().length)
                .with(
                        "exclusive neurons",
                        IntStream.range(0, groups.size())
                                .mapToObj(i -> String.valueOf(groups.exclusive(i).length))
                                .collect(Collectors.joining(", ")))
                .with("rows whose own logit rises most", effects.rowsOwnLargest() + " of " + effects.coreRow())
                .with("rows of the paper's pattern", effects.rowsOfPaperPattern() + " of " + effects.coreRow())
                .with("concepts raised by the core", effects.raisedByCore() + " of " + effects.coreRow())
                .with("mean of the diagonal", Numbers.signed(effects.meanDiagonal()))
                .with("mean off the diagonal", Numbers.signed(effects.meanOffDiagonal()))
                .with("prompts", effects.prompts());
    }

    private static Map<String, Object> json(EffectMatrix effects, NeuronGroups groups, List<Choice> chosen) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("concepts", effects.concepts());
        json.put("features", chosen.stream().map(Choice::feature).toList());
        json.put("core_neurons", groups.core().length);
        List<List<Double>> means = new ArrayList<>();
        for (int row = 0; row <= effects.coreRow(); row++) {
            List<Double> values = new ArrayList<>();
            for (int c = 0; c < effects.concepts().size(); c++) {
                double mean = effects.mean(row, c);
                values.add(Double.isFinite(mean) ? mean : null);
            }
            means.add(values);
        }
        json.put("changes", means);
        json.put("rows_own_largest", effects.rowsOwnLargest());
        json.put("rows_of_paper_pattern", effects.rowsOfPaperPattern());
        json.put("raised_by_core", effects.raisedByCore());
        json.put("prompts", effects.prompts());
        return json;
    }
}
