package org.snmf.magics.command.examine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures.By;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.experiments.overlap.OverlapGroups;
import org.snmf.experiments.stats.Permutation;
import org.snmf.factorize.Factorization;
import org.snmf.features.NeuronOverlap;
import org.snmf.features.TopNeurons;
import org.snmf.magics.options.ConceptOptions;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.source.FactorizationSource;
import org.snmf.views.display.Visible;
import org.snmf.views.plot.HeatMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how many neurons the features of concepts share. */
@Command(
        name = "overlap",
        description = "Shows how many neurons the features of concepts share, and tests it against random features.")
@Example(value = "overlap --concepts days --concepts months", returns = NeuronOverlap.class)
public final class OverlapCommand extends SnmfCommand {
    private static final double COMPARISONS_A_SECOND = 1e8;

    @Mixin
    private FactorizationSource source;

    @Mixin
    private ConceptOptions concepts;

    @Option(
            names = "--least-share",
            paramLabel = "SHARE",
            description = "Count neurons with at least this share of the feature's largest entry. Default: all it has.")
    private @Nullable Double top;

    @Option(names = "--cluster", description = "Order by likeness instead of by concept.")
    private boolean cluster;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the permutations. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; test nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        HeldFactorization held = source.open(call);
        if (dryRun) {
            return plan(held.factorization());
        }
        List<Choice> chosen =
                concepts.choose(call, held, By.CURRENT_TOKEN, call.session().heldModel());
        TopNeurons rule = top == null ? TopNeurons.support() : TopNeurons.shareOfMaximum(top);
        var z = held.factorization().features();
        int[] features = chosen.stream().mapToInt(Choice::feature).toArray();
        NeuronOverlap overlap = NeuronOverlap.of(z, rule, features);
        OverlapGroups groups = new OverlapGroups(NeuronOverlap.of(z, rule), Permutation.seeded(seed));
        List<Test> tests = tests(chosen, groups);
        int[] order = cluster
                ? overlap.clusterOrder()
                : IntStream.range(0, features.length).toArray();
        List<String> labels = IntStream.of(order)
                .mapToObj(i -> chosen.get(i).concept().name())
                .toList();
        HeatMap map = HeatMap.of("Neurons that features share", overlap.ordered(order), labels);
        if (!cluster) {
            map = map.withGroups(boundaries(chosen));
        }
        call.screen().show(map.plot().display());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", rule.text());
        json.put("features", chosen.stream().map(OverlapCommand::json).toList());
        json.put("shared", tests.stream().map(Test::json).toList());
        Facts facts = new Facts("Shared neurons against as many random features (" + rule.text() + ")");
        tests.forEach(t -> facts.with(
                t.group(),
                String.format(
                        Locale.ROOT,
                        "%.2f, by chance %.2f, p = %.4f",
                        t.result().observed(),
                        t.result().chance(),
                        t.result().p())));
        return Outcome.of(overlap, facts.display(), json);
    }

    private Outcome plan(Factorization f) {
        long k = f.rank();
        List<Integer> sizes = concepts.groups().stream().map(List::size).toList();
        long pairs = 0;
        for (int size : sizes) {
            pairs += (long) size * size / 2;
        }
        int all = concepts.all().size();
        int tests = sizes.size() * (sizes.size() + 1) / 2;
        pairs += (long) all * all / 2;
        int draws = Permutation.seeded(seed).permutations();
        double comparisons = (double) k * k / 2 * f.neurons() / Long.SIZE + (double) draws * (pairs + k);
        return new Plan("an overlap")
                .with("features, k", "features", k)
                .with("Z̄", f.neurons() + " × " + k + ", binary")
                .with("M = Z̄ᵀZ̄", k + " × " + k)
                .with("shown", all + " × " + all)
                .with("tests", "tests", tests)
                .with("random groups a test", "permutations", draws)
                .outcome(4 * k * k + k * f.neurons() / Byte.SIZE, comparisons / COMPARISONS_A_SECOND);
    }

    private static Map<String, Object> json(Choice choice) {
        return Map.of(
                "concept",
                choice.concept().name(),
                "feature",
                choice.feature(),
                "hits",
                choice.hits(),
                "own",
                choice.own());
    }

    /** Mean shared neurons within each group of concepts and across groups. */
    private List<Test> tests(List<Choice> chosen, OverlapGroups groups) {
        List<Test> tests = new ArrayList<>();
        List<int[]> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (List<Concept> group : concepts.groups()) {
            int[] features = chosen.stream()
                    .filter(c -> group.contains(c.concept()))
                    .mapToInt(Choice::feature)
                    .toArray();
            if (features.length > 1) {
                rows.add(features);
                names.add(name(group, chosen));
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            tests.add(new Test("within " + names.get(i), groups.within(rows.get(i))));
            for (int j = 0; j < i; j++) {
                tests.add(new Test(
                        "across " + names.get(j) + " and " + names.get(i), groups.across(rows.get(i), rows.get(j))));
            }
        }
        return tests;
    }

    /** The concepts that were tested: those of the group that have a feature. */
    private static String name(List<Concept> group, List<Choice> chosen) {
        List<String> tested = chosen.stream()
                .map(Choice::concept)
                .filter(group::contains)
                .map(concept -> Visible.title(concept.name()))
                .toList();
        String ends = tested.get(0) + "…" + tested.get(tested.size() - 1);
        return tested.size() == group.size() ? ends : ends + " (" + tested.size() + " of " + group.size() + ")";
    }

    /** The shared neurons of concepts against those of as many random features. */
    private record Test(String group, Permutation.Result result) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("group", group);
            json.put("mean", result.observed());
            json.put("chance", result.chance());
            json.put("p", result.p());
            return json;
        }
    }

    private int[] boundaries(List<Choice> chosen) {
        List<List<Concept>> groups = concepts.groups();
        return IntStream.range(1, chosen.size())
                .filter(i -> groups.stream()
                        .noneMatch(g -> g.contains(chosen.get(i).concept())
                                && g.contains(chosen.get(i - 1).concept())))
                .toArray();
    }
}
