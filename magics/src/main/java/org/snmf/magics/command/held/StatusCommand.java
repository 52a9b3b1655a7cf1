package org.snmf.magics.command.held;

import java.util.Locale;
import java.util.stream.Collectors;
import org.snmf.factorize.Factorization;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.HeldLatents;
import org.snmf.magics.session.Session;
import org.snmf.progress.PeakMemory;
import org.snmf.store.Provenance;
import org.snmf.store.StoredSite;
import picocli.CommandLine.Command;

/** Shows what is held, memory and versions. */
@Command(name = "status", description = "Shows what the session holds, how much memory it takes, versions and engine.")
@Example("status")
public final class StatusCommand extends SnmfCommand {
    @Override
    public Outcome run(Call call) {
        Session session = call.session();
        Facts facts = new Facts("Status")
                .with("model", session.heldModel().map(m -> session.modelName()).orElse("none"))
                .with(
                        "data",
                        session.heldSentences()
                                .map(s -> session.dataName() + ", " + s.size() + " sentences")
                                .orElse("none"))
                .with(
                        "activations",
                        session.heldActivations().map(StatusCommand::text).orElse("none"))
                .with(
                        "factorization",
                        session.heldFactorization()
                                .map(f -> text(f.factorization()))
                                .orElse("none"))
                .with("latents", session.heldLatents().map(HeldLatents::extent).orElse("none"));
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        facts.measured("Java heap", Memory.text(used) + " of at most " + Memory.text(runtime.maxMemory()));
        Memory.residentMib().ifPresent(mib -> facts.measured("resident", mib + " MiB"));
        PeakMemory.residentMebibytes().ifPresent(mib -> facts.measured("resident at most", mib + " MiB"));
        facts.with(
                "engine",
                session.heldFactorization()
                        .map(f -> f.factorization().options().engine())
                        .orElse("torch (default), nd4j"));
        facts.with("library", Provenance.version());
        facts.with("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.with(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + runtime.availableProcessors() + " processors");
        return Outcome.shown(facts.display(), facts.rows());
    }

    private static String text(HeldActivations activations) {
        String sites = activations.sites().stream().map(StoredSite::tensor).collect(Collectors.joining(", "));
        String size = activations.bytes() == 0 ? "" : ", " + Memory.text(activations.bytes());
        return sites + " of " + activations.tokens().size() + " tokens in " + activations.where() + size;
    }

    private static String text(Factorization f) {
        return String.format(
                Locale.ROOT,
                "k = %d of %d × %d, relative error %.4f%s",
                f.rank(),
                f.neurons(),
                f.tokens(),
                f.relativeError(),
                f.stopped() ? ", stopped" : "");
    }
}
