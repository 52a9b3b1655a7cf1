package org.snmf.magics.command.examine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.dynamics.AffinityFactors;
import org.snmf.experiments.dynamics.Dynamics;
import org.snmf.experiments.dynamics.Stretches;
import org.snmf.experiments.stats.Permutation;
import org.snmf.magics.report.NumberTable;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.source.FactorizationSource;
import org.snmf.store.StoredSite;
import org.snmf.views.display.Visible;
import org.snmf.views.plot.HeatMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Factorizes the affinities of neurons over labels, and compares the groups with the features. */
@Command(
        name = "dynamics",
        description = "Finds groups of neurons whose activations rise and fall together in some labels or stretches of "
                + "text, by a nonnegative tensor factorization, and tests their overlap with the features.")
@Example(value = "dynamics --neurons 60 --factors 4", returns = Dynamics.class)
public final class DynamicsCommand extends SnmfCommand {
    private static final int STRONGEST = 2;

    @Mixin
    private FactorizationSource source;

    @Option(
            names = "--neurons",
            paramLabel = "D",
            description = "Compare the D neurons whose activations vary most, up to 400. Default: ${DEFAULT-VALUE}.")
    private int neurons = 150;

    @Option(names = "--factors", paramLabel = "R", description = "Number of groups. Default: ${DEFAULT-VALUE}.")
    private int factors = 8;

    @Option(
            names = "--stretch",
            paramLabel = "N",
            description = "N tokens after each other are a time. Default: the label of the sentence is.")
    private @Nullable Integer stretch;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Iterations of the factorization, at most. Default: ${DEFAULT-VALUE}.")
    private int iterations = 200;

    @Option(
            names = "--permutations",
            paramLabel = "N",
            description = "Permutations of the test. Default: ${DEFAULT-VALUE}.")
    private int permutations = 1000;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the start and of the permutations. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Outcome run(Call call) {
        HeldFactorization held = source.open(call);
        HeldActivations activations = call.session().activations();
        StoredSite place = activations.choose(
                held.place().map(StoredSite::layer).orElse(null),
                held.place().map(StoredSite::site).orElse(null));
        FeatureOrigin.requireActivations(held.origin(), held.factorization().tokens(), activations, place);
        Stretches stretches = stretch == null
                ? Stretches.byLabel(activations.tokens())
                : Stretches.following(activations.tokens().size(), stretch);
        Dynamics dynamics = Dynamics.of(
                activations.at(place),
                held.factorization(),
                stretches,
                neurons,
                factors,
                iterations,
                new Permutation(permutations, Permutation.Alternative.GREATER, seed),
                call.progress());
        call.screen().show(map(dynamics).plot().display());
        return Outcome.of(dynamics, table(dynamics).display(note(dynamics)), json(dynamics));
    }

    private static HeatMap map(Dynamics dynamics) {
        AffinityFactors factors = dynamics.factors();
        double[][] values = new double[factors.rank()][factors.times().length];
        for (int r = 0; r < values.length; r++) {
            for (int t = 0; t < values[r].length; t++) {
                values[r][t] = factors.times()[t][r];
            }
        }
        List<String> rows =
                IntStream.range(0, values.length).mapToObj(r -> "factor " + r).toList();
        return HeatMap.of(
                "When each group of neurons acts", rows, dynamics.affinities().times(), values);
    }

    private static NumberTable table(Dynamics dynamics) {
        NumberTable table = new NumberTable(
                "Groups of neurons that act together",
                "factor",
                "neurons",
                "communities",
                "strongest in",
                "spread",
                "feature",
                "Jaccard");
        for (int r = 0; r < dynamics.groups().size(); r++) {
            Dynamics.Group group = dynamics.groups().get(r);
            table.row(
                    "" + r,
                    "" + group.members().length,
                    group.communities().stream().map(c -> "" + c.length).collect(Collectors.joining(" + ")),
                    String.join("; ", strongest(dynamics, r)),
                    String.format(Locale.ROOT, "%.1f", dynamics.factors().spread(r)),
                    "" + group.match().feature(),
                    String.format(Locale.ROOT, "%.2f", group.match().jaccard()));
        }
        return table;
    }

    private static List<String> strongest(Dynamics dynamics, int r) {
        return Arrays.stream(dynamics.factors().strongest(r))
                .limit(STRONGEST)
                .mapToObj(dynamics.affinities().times()::get)
                .map(Visible::title)
                .toList();
    }

    private static String note(Dynamics dynamics) {
        Permutation.Result overlap = dynamics.overlap();
        return String.format(
                Locale.ROOT,
                "Relative error %.3f after %d iterations%s; %d neurons, %d times. Spread: over how many of the times a factor "
                        + "is spread. Mean overlap with the nearest feature %.3f, by chance %.3f, p = %.4f (neurons dealt "
                        + "anew among those that about as many features have).",
                dynamics.factors().error(),
                dynamics.factors().errors().size(),
                dynamics.factors().stopped() ? " (stopped early)" : "",
                dynamics.affinities().neurons().length,
                dynamics.affinities().times().size(),
                overlap.observed(),
                overlap.chance(),
                overlap.p());
    }

    private static Map<String, Object> json(Dynamics dynamics) {
        int[] neurons = dynamics.affinities().neurons();
        List<Map<String, Object>> groups = IntStream.range(0, dynamics.groups().size())
                .mapToObj(r -> {
                    Dynamics.Group group = dynamics.groups().get(r);
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put(
                            "communities",
                            group.communities().stream()
                                    .map(c -> IntStream.of(c)
                                            .map(i -> neurons[i])
                                            .boxed()
                                            .toList())
                                    .toList());
                    json.put(
                            "strengths",
                            Arrays.stream(dynamics.factors().times())
                                    .map(time -> time[r])
                                    .toList());
                    json.put("spread", dynamics.factors().spread(r));
                    json.put("feature", group.match().feature());
                    json.put("jaccard", group.match().jaccard());
                    return json;
                })
                .toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("times", dynamics.affinities().times());
        json.put("groups", groups);
        json.put("relative_error", dynamics.factors().error());
        json.put("iterations", dynamics.factors().errors().size());
        json.put("stopped", dynamics.factors().stopped());
        json.put("overlap", dynamics.overlap().observed());
        json.put("chance", dynamics.overlap().chance());
        json.put("p", dynamics.overlap().p());
        return json;
    }
}
