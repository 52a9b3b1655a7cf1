package org.snmf.magics.command.fit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.compare.Reproduction;
import org.snmf.magics.plan.FitPlan;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.source.MatrixSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits again from a file's own record. */
@Command(name = "reproduce", description = "Fits again from the record in a factorization's file and lists what moved.")
@Example(value = "reproduce features.safetensors --input activations --layer 0", returns = Reproduction.class)
public final class ReproduceCommand extends SnmfCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "File that factorize wrote.")
    private Path file;

    @Mixin
    private MatrixSource source;

    @Option(names = "--strict", description = "Fail unless every byte is the same.")
    private boolean strict;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; fit nothing.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        Factorization recorded = Factorization.load(file);
        try (MatrixSource.Opened opened = source.open(call)) {
            FeatureOrigin.requireSame(recorded.origin(), opened.matrix().origin());
            if (dryRun) {
                return new FitPlan(
                                recorded.options(),
                                opened.matrix().neurons(),
                                opened.matrix().tokens())
                        .outcome("a reproduction", recorded.trace().size(), 1);
            }
            Reproduction r =
                    Reproduction.of(recorded, opened.matrix(), opened.hashes().get(), call.progress());
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("same_bytes", r.sameBytes());
            json.put("first_difference", r.firstDifference());
            json.put("error_change", r.errorChange());
            json.put("least_cosine", r.leastCosine());
            json.put("moved", r.environment());
            Facts facts = new Facts(
                            r.sameBytes() ? "Reproduced: every byte is the same" : "Reproduced with differences")
                    .with("iterations", recorded.trace().size())
                    .with(
                            "first iteration with another error",
                            r.firstDifference() == 0 ? "none" : String.valueOf(r.firstDifference()))
                    .with("change of the relative error", String.format(Locale.ROOT, "%.3g", r.errorChange()))
                    .with(
                            "least |cosine| of a feature with its partner",
                            String.format(Locale.ROOT, "%.6f", r.leastCosine()))
                    .with("moved", r.environment().isEmpty() ? "nothing" : String.join("; ", r.environment()));
            Outcome outcome = Outcome.of(r, facts.display(), json);
            return strict && !r.sameBytes() ? outcome.failed() : outcome;
        }
    }
}
