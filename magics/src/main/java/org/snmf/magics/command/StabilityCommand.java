package org.snmf.magics.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.factorize.RankTable;
import org.snmf.factorize.RankTable.Row;
import org.snmf.factorize.SnmfOptions;
import org.snmf.magics.Call;
import org.snmf.magics.Example;
import org.snmf.magics.Outcome;
import org.snmf.magics.SnmfCommand;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how far features come back under other seeds, for one rank or several. */
@Command(description = "Fits with several seeds at each rank: error, stability and density, to choose a rank by.")
@Example(value = "stability --layer 0 --ranks 50,100,200 --seeds 3", returns = RankTable.class)
final class StabilityCommand extends SnmfCommand {
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
            throw new InputException("--seeds", "at least 2", String.valueOf(seeds), "");
        }
        try (MatrixSource.Opened opened = source.open(call)) {
            if (dryRun) {
                return plan(opened.matrix().neurons(), opened.matrix().tokens(), options);
            }
            RankTable table = RankTable.run(opened.matrix(), options, ranks, seeds, call.progress());
            return Outcome.of(table, display(table), Map.of("rows", json(table), "seeds", seeds));
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

    private static List<Map<String, Object>> json(RankTable table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Row row : table.rows()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("rank", row.rank());
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

    private static Display display(RankTable table) {
        List<String> head = List.of("k", "error", "largest", "stability", "stable features", "density of Y", "dead");
        Html html = Theme.open().open("table", "class", "snmf-table").open("tr");
        head.forEach(name -> html.element("th", name));
        html.close();
        StringBuilder plain = new StringBuilder();
        plain.append(String.format("%6s %8s %8s %10s %16s %13s %5s", head.toArray()));
        for (Row row : table.rows()) {
            List<String> cells = List.of(
                    String.valueOf(row.rank()),
                    String.format(Locale.ROOT, "%.4f", row.error()),
                    String.format(Locale.ROOT, "%.4f", row.largestError()),
                    String.format(Locale.ROOT, "%.3f", row.stability()),
                    String.valueOf(row.stableFeatures()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * row.density()),
                    String.valueOf(row.deadFeatures()));
            html.open("tr");
            cells.forEach(cell -> html.element("td", cell));
            html.close();
            plain.append(String.format("%n%6s %8s %8s %10s %16s %13s %5s", cells.toArray()));
        }
        return Display.of(html.close().close().build(), plain.toString());
    }
}
