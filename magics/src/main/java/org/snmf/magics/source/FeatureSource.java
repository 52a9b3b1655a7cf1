package org.snmf.magics.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.session.Session;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a verb takes features from, whatever found them: a factorization, or the latents that 'sae --read' holds. */
public final class FeatureSource {
    /** What found the features. */
    enum Of {
        FACTORIZATION,
        DICTIONARY;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private FactorizationSource factorization;

    @Option(
            names = "--of",
            paramLabel = "WHAT",
            description = "Features of the factorization, or of the dictionary that 'sae --read' holds. "
                    + "Default: those that were made last.")
    private @Nullable Of of;

    /**
     * The features that are meant.
     *
     * @throws org.snmf.errors.InputException if there are none, or as {@link FactorizationSource#open}
     */
    public HeldFeatures open(Call call) {
        Session session = call.session();
        boolean named = factorization.isNamed();
        if (of == Of.DICTIONARY || (of == null && !named)) {
            HeldFeatures held = of == null
                    ? session.heldFeatures().orElse(null)
                    : session.heldLatents().orElseThrow(() -> Session.missing("latents of a dictionary", "sae --read"));
            if (held != null && held == session.heldLatents().orElse(null)) {
                return held;
            }
        }
        return factorization.open(call);
    }
}
