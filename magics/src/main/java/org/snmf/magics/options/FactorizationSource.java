package org.snmf.magics.options;

import java.nio.file.Path;
import java.util.Optional;
import org.snmf.factorize.Factorization;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.Session;
import org.snmf.magics.session.StoreCheck;
import org.snmf.models.network.place.Site;
import org.snmf.store.StoredSite;
import picocli.CommandLine.Option;

/** Where a verb takes a factorization from: a file with the activations it is of, or else the session. */
public final class FactorizationSource {
    @Option(
            names = "--factorization",
            paramLabel = "FILE",
            description = "File that factorize wrote. Default: the session's factorization.")
    private Path file;

    @Option(
            names = "--activations",
            paramLabel = "FILE",
            description = "Folder of the activations that were factorized, for their tokens.")
    private Path activations;

    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            description = "Layer that was factorized, where there are several.")
    private Integer layer;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            completionCandidates = Sites.class,
            description = "Site that was factorized, where there are several.")
    private String site;

    /** The place that the options name, for a file that records none. */
    private Optional<StoredSite> given(Factorization read) {
        return Optional.ofNullable(layer)
                .map(l -> new StoredSite(l, site == null ? Site.MLP_ACT.key() : site, read.neurons()));
    }

    /** The factorization that is meant; a newly read one becomes the session's. */
    public HeldFactorization open(Call call) {
        Session session = call.session();
        if (activations != null) {
            StoreCheck.open(call.session(), call.screen(), activations);
        }
        if (file == null) {
            return session.heldFactorization().orElseThrow(() -> Session.missing("a factorization", "factorize"));
        }
        Factorization read = Factorization.load(file);
        Optional<HeldActivations> of = activations == null ? Optional.empty() : session.heldActivations();
        Optional<StoredSite> place = of.map(a -> a.choose(layer, site))
                .or(() -> FeatureOrigin.place(read))
                .or(() -> given(read));
        HeldFactorization held =
                new HeldFactorization(read, of.map(HeldActivations::tokens), place, () -> FeatureOrigin.model(read));
        session.use(held);
        return held;
    }
}
