package org.snmf.magics.command.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.compare.RankTable;
import org.snmf.factorize.compare.RankTable.Row;
import org.snmf.factorize.compare.Stability;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TopContexts;
import org.snmf.magics.options.FitOptions;
import org.snmf.magics.plan.FitPlan;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.report.NumberTable;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.HeldLatents;
import org.snmf.magics.session.Session;
import org.snmf.magics.source.MatrixSource;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.views.display.Display;
import org.snmf.views.table.FeatureTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far features come back under other seeds, for one rank or several. */
@Command(
        name = "stability",
        description = "Fits with several seeds at each rank: error, stability and density, to choose a rank by. "
                + "Without --ranks: how far each feature of the current factorization comes back under other seeds, "
                + "as a column of the features.")
@Example(value = "stability --layer 0 --ranks 50,100,200 --seeds 3", returns = RankTable.class)
public final class StabilityCommand extends SnmfCommand {
    private static final int READ = 4;

    @Mixin
    private FitOptions fit;

    @Mixin
    private MatrixSource source;

    @Option(
            names = "--ranks",
            split = ",",
            paramLabel = "K",
            description = "Ranks to try. Default: none, the features of the session's factorization are looked at.")
    private List<Integer> ranks = List.of();

    @Option(names = "--seeds", paramLabel = "N", description = "Runs at each rank. Default: ${DEFAULT-VALUE}.")
    private int seeds = 3;

    @Option(names = "--dry-run", description = "Show the number of fits and an estimate of time; fit nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        if (seeds < 2) {
            throw new InputException(
                    "--seeds", "at least 2, to compare runs", String.valueOf(seeds), "Take 3 to 5 to begin with.");
        }
        Optional<SnmfOptions> given = ranks.stream().findFirst().map(k -> fit.options(String.valueOf(k)));
        try (MatrixSource.Opened opened = source.open(call)) {
            if (ranks.isEmpty()) {
                return features(call, opened.matrix());
            }
            SnmfOptions options = fit.of(opened.matrix(), given.orElseThrow());
            if (dryRun) {
                return plan(opened.matrix().neurons(), opened.matrix().tokens(), options, ranks);
            }
            RankTable table = RankTable.run(opened.matrix(), options, ranks, seeds, call.progress());
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("rows", json(table));
            json.put("seeds", seeds);
            json.put("stopped", isStopped(table));
            return Outcome.of(table, display(table, opened), json);
        }
    }

    /** The stability of the session's features, written on their sheet. */
    private Outcome features(Call call, ActivationMatrix a) {
        if (call.session().heldFeatures().filter(HeldLatents.class::isInstance).isPresent()) {
            throw new InputException(
                    "stability",
                    "features that can be found again under other seeds",
                    "latents of a dictionary, which was trained elsewhere and once",
                    "Factorize, or compare ranks with --ranks.");
        }
        HeldFactorization held =
                call.session().heldFactorization().orElseThrow(() -> Session.missing("a factorization", "factorize"));
        Factorization f = held.factorization();
        FeatureOrigin.requireSame(held.origin(), a.origin());
        if (dryRun) {
            return plan(a.neurons(), a.tokens(), f.options(), List.of(f.rank()));
        }
        double[] stability = Stability.ofFeatures(f, a, seeds, call.progress());
        Map<Integer, Double> column = new TreeMap<>();
        for (int r = 0; r < stability.length; r++) {
            column.put(r, stability[r]);
        }
        held.note(FeatureSheet.Column.of("stability", "mean |cosine| under " + seeds + " other seeds", column));
        List<Feature> features =
                new ArrayList<>(TopContexts.of(held.features(), FeatureTables.tokens(held), call.progress())
                        .features(READ, call.progress()));
        features.sort(Comparator.comparingDouble(feature -> -stability[feature.index()]));
        FeatureTable table = FeatureTables.of(features, held);
        return Outcome.of(table, table.display(), Map.of("stability", stability, "seeds", seeds));
    }

    private Outcome plan(int neurons, int tokens, SnmfOptions options, List<Integer> ranks) {
        int iterations = options.stopping().iterations();
        Plan plan = new Plan("a stability table").with("A", neurons + " × " + tokens);
        long bytes = 0;
        double seconds = 0;
        for (int k : ranks) {
            FitPlan fit = new FitPlan(options.withRank(k), neurons, tokens);
            // The runs of one rank stay until they are compared.
            bytes = Math.max(bytes, fit.bytes() + (seeds - 1L) * Float.BYTES * k * tokens);
            double each = fit.seconds(iterations);
            plan.measured("k = " + k, String.format(Locale.ROOT, "%d fits of at most %.1f s", seeds, each));
            seconds += seeds * each;
        }
        return plan.with("fits", "fits", ranks.size() * seeds).outcome(bytes, seconds);
    }

    private boolean isStopped(RankTable table) {
        return table.rows().size() < ranks.size() || table.rows().stream().anyMatch(row -> row.runs() < seeds);
    }

    private static List<Map<String, Object>> json(RankTable table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Row row : table.rows()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("rank", row.rank());
            entry.put("runs", row.runs());
            entry.put("error", row.error());
            entry.put("largest_error", row.largestError());
            entry.put("stability", row.stability());
            entry.put("stable_features", row.stableFeatures());
            entry.put("density", row.density());
            entry.put("dead_features", row.deadFeatures());
            rows.add(entry);
        }
        return rows;
    }

    private Display display(RankTable table, MatrixSource.Opened opened) {
        String where = opened.place()
                .map(p -> " of layer " + p.layer() + ", " + p.site())
                .orElse("");
        String title = "Stability" + where + ", " + seeds + " seeds a rank" + (isStopped(table) ? ", stopped" : "");
        NumberTable shown = new NumberTable(
                title, "k", "least error", "largest error", "stability", "stable features", "density of Y", "dead");
        for (Row row : table.rows()) {
            shown.row(
                    String.valueOf(row.rank()),
                    String.format(Locale.ROOT, "%.4f", row.error()),
                    String.format(Locale.ROOT, "%.4f", row.largestError()),
                    String.format(Locale.ROOT, "%.3f", row.stability()),
                    row.stableFeatures() + " of " + row.rank(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * row.density()),
                    String.valueOf(row.deadFeatures()));
        }
        return shown.display(
                "Stability: mean |cosine| of the best run's features with their partners in the other runs;"
                        + " stable: above 0.8. The error falls with k: take the largest k whose features still come back.");
    }
}
