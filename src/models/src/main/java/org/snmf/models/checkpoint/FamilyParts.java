package org.snmf.models.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.snmf.models.checkpoint.Family.NormKind;
import org.snmf.models.checkpoint.Family.QueryKeyNorm;
import org.snmf.models.checkpoint.Family.RotaryLayers;

/** A description in words. */
public final class FamilyParts {
    private FamilyParts() {}

    /** Of what a layer of a family is made, a few words a part. */
    public static List<String> of(Family family) {
        List<String> parts = new ArrayList<>();
        TensorNames names = family.tensors();
        parts.add((family.norm() == NormKind.LAYER ? "layer norms " : "RMS norms ") + places(names));
        if (family.queryKeyNorm() != QueryKeyNorm.NONE) {
            parts.add("norms of queries and keys"
                    + (family.queryKeyNorm() == QueryKeyNorm.HEAD ? ", head by head" : ", over all heads"));
        }
        parts.add(positions(family));
        parts.add(family.isGated() ? "gated MLP" : "plain MLP");
        if (family.parallel().missing()) {
            parts.add("attention and MLP side by side");
        }
        if (family.windows().rule() != WindowRule.NONE) {
            parts.add("windows " + windows(family.windows().rule()));
        }
        if (!family.attentionSoftCap().key().isEmpty()
                || !family.finalSoftCap().key().isEmpty()) {
            parts.add("soft caps");
        }
        if (family.embeddingScaled()) {
            parts.add("scaled embedding");
        }
        return List.copyOf(parts);
    }

    private static String places(TensorNames names) {
        boolean before = !names.mlpNorm().isEmpty();
        boolean behind = !names.mlpPostNorm().isEmpty();
        return (before ? "before" : "") + (before && behind ? " and " : "") + (behind ? "behind" : "")
                + " attention and MLP";
    }

    private static String positions(Family family) {
        Family.RotaryKeys rotary = family.rotary();
        if (rotary.layers() == RotaryLayers.NONE) {
            return "learned positions";
        }
        String share = rotary.mayBePartial() ? " of a share of each head" : "";
        String local = rotary.local().key().isEmpty() ? "" : ", other ones in layers with a window";
        return "rotary positions" + share + (rotary.layers() == RotaryLayers.LISTED ? " in some layers" : "") + local;
    }

    private static String windows(WindowRule rule) {
        return switch (rule) {
            case ALL -> "on all layers";
            case ALTERNATING -> "on all but every n-th layer";
            case LATE -> "on late layers";
            case WITHOUT_ROTARY -> "on layers without rotary positions";
            case ATTENTION_TYPES -> "on the layers that config.json lists";
            case NONE -> "on no layer";
        };
    }
}
