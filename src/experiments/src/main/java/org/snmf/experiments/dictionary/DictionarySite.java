package org.snmf.experiments.dictionary;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * The place in a network that a dictionary reads or writes.
 *
 * @param name as its publisher calls it
 * @param layer index of the layer, from 0; empty where there is none or it is not said
 * @param kind which place of the layer
 */
public record DictionarySite(String name, OptionalInt layer, Kind kind) {
    /** A place of a layer, in the words of this library where it has it. */
    public enum Kind {
        /** Embedding of the token, as the first layer receives it. */
        EMBEDDING(Optional.of(Site.RESID_PRE), true),
        /** Residual stream before the layer. */
        RESID_PRE(Optional.of(Site.RESID_PRE), true),
        /** Residual stream between attention and MLP. */
        RESID_MID(Optional.empty(), true),
        /** Residual stream after the layer. */
        RESID_POST(Optional.of(Site.RESID), true),
        /** Outputs of the attention's heads side by side, before its output projection. */
        HEADS(Optional.empty(), false),
        /** What attention adds to the residual stream. */
        ATTENTION(Optional.of(Site.ATTN_OUT), true),
        /** Input of the MLP: the normalised residual stream times the norm's weight. */
        MLP_IN(Optional.of(Site.MLP_IN), false),
        /** The normalised residual stream without the norm's weight. */
        NORMALISED(Optional.empty(), false),
        /** MLP activations. */
        MLP_ACT(Optional.of(Site.MLP_ACT), false),
        /** Output of the MLP itself. */
        MLP_OUT(Optional.of(Site.MLP_OUT), true),
        /** What the MLP adds to the residual stream, behind a post-norm where there is one. */
        MLP_ADDED(Optional.of(Site.MLP_OUT), true),
        /** Anywhere else, or not said. */
        UNKNOWN(Optional.empty(), false);

        private final Optional<Site> site;
        private final boolean residual;

        Kind(Optional<Site> site, boolean residual) {
            this.site = site;
            this.residual = residual;
        }

        /** Whether vectors here are part of the residual stream or added to it. */
        public boolean isResidual() {
            return residual;
        }
    }

    /** A place as this library calls it. */
    public static DictionarySite of(Location place) {
        Kind kind = place.site() == Site.MLP_OUT_POSTNORM
                ? Kind.MLP_ADDED
                : Arrays.stream(Kind.values())
                        .filter(k -> k != Kind.EMBEDDING && k.site.equals(Optional.of(place.site())))
                        .findFirst()
                        .orElse(Kind.UNKNOWN);
        return new DictionarySite(place.key(), OptionalInt.of(place.layer()), kind);
    }

    /** A place that is not known. */
    public static DictionarySite unknown(String name) {
        return new DictionarySite(name, OptionalInt.empty(), Kind.UNKNOWN);
    }

    /** Where this is in such a model; empty where this library does not read that place. */
    public Optional<Location> in(ModelConfig config) {
        if (layer.isEmpty()) {
            return Optional.empty();
        }
        boolean postNorm = config.family().hasMlpPostNorm();
        Optional<Site> site =
                switch (kind) {
                    case MLP_ADDED -> Optional.of(postNorm ? Site.MLP_OUT_POSTNORM : Site.MLP_OUT);
                    case ATTENTION -> config.family().hasAttentionPostNorm() ? Optional.empty() : kind.site;
                    case EMBEDDING -> config.family().hasLearnedPositions() ? Optional.empty() : kind.site;
                    default -> kind.site;
                };
        return site.map(s -> new Location(layer.getAsInt(), s));
    }

    @Override
    public String toString() {
        return name;
    }
}
