package org.snmf.experiments.intervene;

import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;

/**
 * What "amplify" means: the direction, scaled to a given length, is added to the activations of one place, mostly the MLP
 * activations of a layer, at every position of the prompt. (The paper does not state its amount.)
 *
 * @param place where it is added
 * @param length Euclidean length of what is added, in units of activations, above 0
 */
public record Amplification(Location place, double length) {
    /** @throws InputException if the length is not above 0 */
    public Amplification {
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new InputException("amplification", "a length above 0", "" + length, "");
        }
    }

    /** Of the MLP activations of a layer. */
    public Amplification(int layer, double length) {
        this(new Location(layer, Site.MLP_ACT), length);
    }

    /** The layer where it is added. */
    public int layer() {
        return place.layer();
    }

    /** A length of {@code multiple} times the root mean square length of the activations of a token. */
    public static Amplification ofTypicalLength(int layer, ActivationMatrix a, double multiple) {
        return new Amplification(layer, multiple * Matrices.typicalLength(a));
    }

    /** The change along a direction as wide as the place; none where the direction is zero. */
    public List<Intervention> along(float[] direction) {
        double squares = 0;
        for (float value : direction) {
            squares += (double) value * value;
        }
        return squares == 0
                ? List.of()
                : List.of(Intervention.add(
                        place.layer(), place.site(), direction, (float) (length / Math.sqrt(squares))));
    }
}
