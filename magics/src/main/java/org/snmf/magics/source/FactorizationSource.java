package org.snmf.magics.source;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.FeatureOrigin;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.Session;
import org.snmf.magics.session.StoreCheck;
import org.snmf.matrix.Origin;
import org.snmf.models.network.place.Site;
import org.snmf.store.StoredSite;
import picocli.CommandLine.Option;

/** Where a verb takes a factorization from: a file with the activations it is of, or else the session. */
public final class FactorizationSource {
    @Option(
            names = "--factorization",
            paramLabel = "FILE",
            description = "File that factorize wrote. Default: the session's factorization.")
    private @Nullable Path file;

    @Option(
            names = "--input",
            paramLabel = "FOLDER",
            description =
                    "Folder of the activations that were factorized, for their tokens. Default: those of the session, or none.")
    private @Nullable Path activations;

    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            description = "Layer that was factorized, where there are several. Default: the one that it records.")
    private @Nullable Integer layer;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            completionCandidates = Sites.class,
            description = "Site that was factorized, where there are several. Default: the one that it records.")
    private @Nullable String site;

    /** Whether an option names a factorization or its place. */
    boolean isNamed() {
        return file != null || activations != null || layer != null || site != null;
    }

    /**
     * The factorization that is meant; a newly read one becomes the session's.
     *
     * @throws InputException if --layer or --site are not those that it records, or the activations are not those that it
     *     is of
     */
    public HeldFactorization open(Call call) {
        Session session = call.session();
        if (activations != null) {
            StoreCheck.open(session, call.screen(), activations);
        }
        if (file == null) {
            HeldFactorization held =
                    session.heldFactorization().orElseThrow(() -> Session.missing("a factorization", "factorize"));
            FeatureOrigin.requirePlace(held.origin(), layer, site);
            return held;
        }
        Factorization read = Factorization.load(file);
        Optional<Origin> origin = read.origin();
        FeatureOrigin.requirePlace(origin, layer, site);
        Optional<HeldActivations> of = activations == null ? Optional.empty() : session.heldActivations();
        Optional<StoredSite> place = of.map(a -> a.choose(
                origin.map(Origin::layer).orElse(layer),
                origin.map(Origin::site).orElse(site)));
        place.ifPresent(p -> FeatureOrigin.requireActivations(origin, read.tokens(), of.get(), p));
        HeldFactorization held = HeldFactorization.from(
                file,
                read,
                of.map(HeldActivations::tokens),
                place.flatMap(p -> of.get().at(p).origin()).or(this::given));
        session.use(held);
        return held;
    }

    /** The place that the options name, for a file that records none. */
    private Optional<Origin> given() {
        return Optional.ofNullable(layer).map(l -> Origin.of(l, site == null ? Site.MLP_ACT.key() : site));
    }
}
