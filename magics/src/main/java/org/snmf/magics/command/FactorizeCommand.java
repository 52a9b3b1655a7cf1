package org.snmf.magics.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.Snmf;
import org.snmf.factorize.SnmfOptions;
import org.snmf.magics.Call;
import org.snmf.magics.Example;
import org.snmf.magics.HeldFactorization;
import org.snmf.magics.Outcome;
import org.snmf.magics.SnmfCommand;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.PeakMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Factorizes activations. */
@Command(description = "Factorizes activations A ≈ ZY with sparse features Z and nonnegative coefficients Y.")
@Example(value = "factorize --layer 0 --rank 100", returns = Factorization.class)
final class FactorizeCommand extends SnmfCommand {
    @Option(names = "--rank", required = true, paramLabel = "K", description = "Number of features, k.")
    private String rank;

    @Mixin
    private FitOptions fit;

    @Mixin
    private MatrixSource source;

    @Option(names = "--out", paramLabel = "FILE", description = "Safetensors file to write.")
    private Path out;

    @Option(names = "--dense", description = "Write Z also as a dense tensor.")
    private boolean dense;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Keep the state of the fit there, and go on from it if it exists.")
    private Path checkpoint;

    @Option(names = "--checkpoint-seconds", paramLabel = "S", description = "How often. Default: ${DEFAULT-VALUE}.")
    private double checkpointSeconds = 60;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; factorize nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        SnmfOptions options = fit.options(call, rank, source.isSession());
        try (MatrixSource.Opened opened = source.open(call)) {
            if (dryRun) {
                ActivationMatrix a = opened.matrix();
                return new FitPlan(options, a.neurons(), a.tokens())
                        .outcome("a factorization", options.stopping().iterations(), 1);
            }
            Snmf snmf = new Snmf(options);
            snmf = checkpoint == null ? snmf : snmf.withCheckpoint(checkpoint, checkpointSeconds);
            Map<String, String> inputs =
                    out == null ? Map.of() : opened.hashes().get();
            Factorization factorization = snmf.fit(opened.matrix(), inputs, call.progress());
            if (out != null) {
                if (dense) {
                    factorization.saveDense(out);
                } else {
                    factorization.save(out);
                }
            }
            call.session().use(new HeldFactorization(factorization, opened.tokens(), opened.place()));
            return Outcome.of(factorization, facts(factorization).display(), json(factorization));
        }
    }

    private Facts facts(Factorization f) {
        IterationStatus best = f.trace().get(f.bestIteration() - 1);
        Facts facts = new Facts(
                f.stopped()
                        ? "Factorization, stopped: kept the best of "
                                + f.trace().size() + " iterations"
                        : "Factorization");
        facts.with(
                "A ≈ ZY",
                f.neurons() + " × " + f.tokens() + " ≈ (" + f.neurons() + " × " + f.rank() + ") (" + f.rank() + " × "
                        + f.tokens() + ")");
        facts.with("relative error", String.format(Locale.ROOT, "%.5f", f.relativeError()));
        facts.with(
                "iterations",
                f.trace().size() + ", best " + f.bestIteration() + ", ended: "
                        + f.stopReason().name().toLowerCase(Locale.ROOT));
        facts.with("time", String.format(Locale.ROOT, "%.2f s", seconds(f)));
        facts.with("density of Y", String.format(Locale.ROOT, "%.1f %%", 100 * best.density()));
        facts.with("dead features", best.deadFeatures());
        if (out != null) {
            facts.with("written to", out);
        }
        return facts;
    }

    private static double seconds(Factorization f) {
        return f.trace().get(f.trace().size() - 1).seconds();
    }

    private static Map<String, Object> json(Factorization f) {
        List<IterationStatus> trace = f.trace();
        double[] each = new double[trace.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = trace.get(i).seconds() - (i == 0 ? 0 : trace.get(i - 1).seconds());
        }
        java.util.Arrays.sort(each);
        double median = (each[(each.length - 1) / 2] + each[each.length / 2]) / 2;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seconds", seconds(f));
        json.put("iterations", trace.size());
        json.put("seconds_per_iteration", median);
        json.put("relative_error", trace.get(trace.size() - 1).relativeError());
        json.put("best_relative_error", f.relativeError());
        json.put("best_iteration", f.bestIteration());
        json.put(
                "trace",
                trace.stream()
                        .map(s -> List.of(s.iteration(), s.seconds(), s.relativeError()))
                        .toList());
        json.put("peak_resident_mib", Memory.orNull(PeakMemory.residentMebibytes()));
        json.put("stopped", f.stopped());
        json.put("stop_reason", f.stopReason().name().toLowerCase(Locale.ROOT));
        json.put("neurons", f.neurons());
        json.put("tokens", f.tokens());
        json.put("rank", f.rank());
        json.put("options", f.options().toProperties());
        return json;
    }
}
