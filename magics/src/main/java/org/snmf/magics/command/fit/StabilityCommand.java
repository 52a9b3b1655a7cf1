package org.snmf.magics.command.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.compare.RankTable;
import org.snmf.factorize.compare.RankTable.Row;
import org.snmf.magics.options.FitOptions;
import org.snmf.magics.options.MatrixSource;
import org.snmf.magics.plan.FitPlan;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.NumberTable;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.views.display.Display;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far features come back under other seeds, for one rank or several. */
@Command(description = "Fits with several seeds at each rank: error, stability and density, to choose a rank by.")
@Example(value = "stability --layer 0 --ranks 50,100,200 --seeds 3", returns = RankTable.class)
public final class StabilityCommand extends SnmfCommand {
    @Mixin
    private FitOptions fit;

    @Mixin
    private MatrixSource source;

    @Option(names = "--ranks", split = ",", required = true, paramLabel = "K", description = "Ranks to try.")
    private List<Integer> ranks;

    @Option(names = "--seeds", paramLabel = "N", description = "Runs at each rank. Default: ${DEFAULT-VALUE}.")
    private int seeds = 3;

    @Option(names = "--dry-run", description = "Show the number of fits and an estimate of time; fit nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        SnmfOptions options = fit.options(call, String.valueOf(ranks.get(0)), source.isSession());
        if (seeds < 2) {
            throw new InputException(
                    "--seeds", "at least 2, to compare runs", String.valueOf(seeds), "Take 3 to 5 to begin with.");
        }
        try (MatrixSource.Opened opened = source.open(call)) {
            if (dryRun) {
                return plan(opened.matrix().neurons(), opened.matrix().tokens(), options);
            }
            RankTable table = RankTable.run(opened.matrix(), options, ranks, seeds, call.progress());
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("rows", json(table));
            json.put("seeds", seeds);
            json.put("stopped", isStopped(table));
            return Outcome.of(table, display(table, opened), json);
        }
    }

    private Outcome plan(int neurons, int tokens, SnmfOptions options) {
        int iterations = options.stopping().iterations();
        Plan plan = new Plan("a stability table").with("A", neurons + " × " + tokens);
        long bytes = 0;
        double seconds = 0;
        for (int k : ranks) {
            FitPlan fit = new FitPlan(options.withRank(k), neurons, tokens);
            // The runs of one rank stay until they are compared.
            bytes = Math.max(bytes, fit.bytes() + (seeds - 1L) * Float.BYTES * k * tokens);
            double each = fit.seconds(iterations);
            plan.with("k = " + k, String.format(Locale.ROOT, "%d fits of at most %.1f s", seeds, each));
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
