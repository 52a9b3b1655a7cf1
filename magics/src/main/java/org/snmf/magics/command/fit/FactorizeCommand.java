package org.snmf.magics.command.fit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.compare.Restarts;
import org.snmf.factorize.fit.Cluster;
import org.snmf.factorize.fit.Snmf;
import org.snmf.factorize.fit.TokenSource;
import org.snmf.magics.options.Brief;
import org.snmf.magics.options.ClusterOptions;
import org.snmf.magics.options.FitOptions;
import org.snmf.magics.plan.FitPlan;
import org.snmf.magics.report.FactorizationFacts;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.source.MatrixSource;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.PeakMemory;
import org.snmf.store.TokenTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Factorizes activations. */
@Command(
        name = "factorize",
        description = "Factorizes activations A ≈ ZY with sparse features Z and nonnegative coefficients Y.")
@Example(value = "factorize --layer 0 --rank 100", returns = Factorization.class)
public final class FactorizeCommand extends SnmfCommand {
    @Option(names = "--rank", required = true, paramLabel = "K", description = "Number of features, k.")
    private String rank;

    @Mixin
    private FitOptions fit;

    @Mixin
    private MatrixSource source;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Safetensors file to write. Default: kept in the session.")
    private @Nullable Path out;

    @Option(names = "--dense", description = "Write Z also as a dense tensor.")
    private boolean dense;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Keep the state of the fit there, and go on from it if it exists. Default: none.")
    private @Nullable Path checkpoint;

    @Option(names = "--checkpoint-seconds", paramLabel = "S", description = "How often. Default: ${DEFAULT-VALUE}.")
    private double checkpointSeconds = 60;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; factorize nothing.")
    private boolean dryRun;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Fits from so many seeds, the fit of least error kept. Default: ${DEFAULT-VALUE}.")
    private int restarts = 1;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private Brief brief;

    @Override
    public Outcome run(Call call) {
        if (cluster.given()) {
            return onCluster(call);
        }
        if (restarts < 1) {
            throw new InputException("--seeds", "at least 1", String.valueOf(restarts), "Take 5 to begin with.");
        }
        SnmfOptions given = fit.options(rank);
        try (MatrixSource.Opened opened = source.open(call)) {
            ActivationMatrix a = opened.matrix();
            SnmfOptions options = fit.of(a, given);
            if (dryRun) {
                return new FitPlan(options, a.neurons(), a.tokens())
                        .outcome("a factorization", options.stopping().iterations(), restarts);
            }
            Map<String, String> inputs = Map.of();
            if (out != null) {
                ResultFile.require(out, bytes(options, a));
                inputs = opened.hashes().get();
            }
            Optional<Restarts> all = Optional.empty();
            Factorization factorization;
            if (restarts == 1) {
                factorization = snmf(options).fit(a, inputs, call.progress());
            } else {
                all = Optional.of(Restarts.fit(a, options, restarts, inputs, kept(), call.progress()));
                factorization = all.get().best();
            }
            return held(call, factorization, opened.tokens(), all);
        }
    }

    /** Keeps the factorization in the session, and in a file if one is named. */
    private Outcome held(Call call, Factorization factorization, Optional<TokenTable> tokens, Optional<Restarts> all) {
        HeldFactorization held = HeldFactorization.of(factorization, tokens);
        call.session().use(held);
        if (out != null) {
            ResultFile.write(
                    file -> write(held.factorization(), file), out, "factorization", "export --out FILE.safetensors");
            call.session().use(held.writtenTo(out));
        }
        String line = String.format(
                Locale.ROOT,
                "Factorization: %d features of %d neurons, relative error %.3f.",
                factorization.rank(),
                factorization.neurons(),
                factorization.relativeError());
        return brief.of(Outcome.of(factorization, facts(factorization, all).display(), json(factorization, all)), line);
    }

    /** The same fit, with A and Y on a cluster. */
    private Outcome onCluster(Call call) {
        if (restarts != 1) {
            throw new InputException("--spark", "one fit", "--seeds " + restarts, "Fit once for each seed.");
        }
        MatrixSource.Placed placed = source.placed(call);
        int partitions = cluster.partitions();
        try (Cluster.Application application = cluster.connect()) {
            TokenSource tokens = application.tokens(placed.address(), placed.tensor(), partitions);
            SnmfOptions options = atRandom(fit.of(tokens.origin(), fit.options(rank)));
            if (dryRun) {
                return new FitPlan(options, tokens.neurons(), tokens.tokens())
                        .outcome("a factorization", options.stopping().iterations(), restarts);
            }
            Factorization factorization = snmf(options)
                    .fit(tokens, out == null ? Map.of() : placed.hashes().get(), call.progress());
            return held(call, factorization, placed.tokens(), Optional.empty());
        }
    }

    /** A cluster has no incremental start; what is planned and recorded says what is done. */
    private static SnmfOptions atRandom(SnmfOptions options) {
        return options.initialization() == Initialization.INCREMENTAL
                ? options.withInitialization(Initialization.RANDOM)
                : options;
    }

    private Snmf snmf(SnmfOptions options) {
        Snmf snmf = new Snmf(options);
        return checkpoint == null ? snmf : snmf.withCheckpoint(checkpoint, checkpointSeconds);
    }

    private Optional<Restarts.Kept> kept() {
        return Optional.ofNullable(checkpoint).map(file -> new Restarts.Kept(file, checkpointSeconds));
    }

    private void write(Factorization factorization, Path file) {
        if (dense) {
            factorization.saveDense(file);
        } else {
            factorization.save(file);
        }
    }

    /** Bytes of the file, its header left out. */
    private long bytes(SnmfOptions options, ActivationMatrix a) {
        double kept = Math.ceil(options.sparsity() * a.neurons());
        double perFeature = 4.0 * a.tokens() + 8 * kept + (dense ? 4.0 * a.neurons() : 0);
        return (long) (options.rank() * perFeature);
    }

    private Facts facts(Factorization f, Optional<Restarts> all) {
        Facts facts = FactorizationFacts.of(f);
        all.ifPresent(restarts -> withRestarts(facts, restarts));
        if (out != null) {
            facts.with("written to", out);
        }
        return facts;
    }

    private static void withRestarts(Facts facts, Restarts all) {
        for (int i = 0; i < all.runs().size(); i++) {
            Restarts.Run run = all.runs().get(i);
            facts.with(
                    "restart " + (i + 1) + " of " + all.asked(),
                    String.format(
                            Locale.ROOT,
                            "relative error %.5f after %d iterations (%s), seed %d%s",
                            run.relativeError(),
                            run.iterations(),
                            run.stopReason().text(),
                            run.seed(),
                            i == all.kept() ? " (kept)" : ""));
        }
    }

    private static Map<String, Object> json(Factorization f, Optional<Restarts> all) {
        List<IterationStatus> trace = f.trace();
        double[] each = new double[trace.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = trace.get(i).seconds() - (i == 0 ? 0 : trace.get(i - 1).seconds());
        }
        java.util.Arrays.sort(each);
        double median = (each[(each.length - 1) / 2] + each[each.length / 2]) / 2;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seconds", FactorizationFacts.seconds(f));
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
        all.ifPresent(restarts -> {
            json.put(
                    "restarts",
                    restarts.runs().stream().map(FactorizeCommand::json).toList());
            json.put("restarts_stopped", restarts.stopped());
        });
        return json;
    }

    private static Map<String, Object> json(Restarts.Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", run.seed());
        json.put("relative_error", run.relativeError());
        json.put("iterations", run.iterations());
        json.put("stop_reason", run.stopReason().name().toLowerCase(Locale.ROOT));
        return json;
    }
}
