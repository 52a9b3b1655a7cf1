package org.snmf.models.network.place;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ModelConfig;

/**
 * A change of the activations x at one location: x ← m ⊙ x + d at the positions meant, in every pass that it is given
 * to. Interventions are arguments of a pass, never state of a model: when the pass ends, in whatever way, nothing of
 * them is left. Several at one location act one after the other in the order given. Immutable; arrays are copied.
 */
public final class Intervention {
    private final Location location;
    private final Positions positions;
    private final float @Nullable [] factor;
    private final float[] shift;
    private final String text;

    private Intervention(
            Location location, Positions positions, float @Nullable [] factor, float[] shift, String text) {
        this.location = location;
        this.positions = positions;
        this.factor = factor;
        this.shift = shift;
        this.text = text;
    }

    /** x ← x + α·v at every position. */
    public static Intervention add(int layer, Site site, float[] v, float alpha) {
        return add(layer, site, v, alpha, Positions.ALL);
    }

    /**
     * x ← x + α·v.
     *
     * @param v direction, as wide as the site (d_a at {@link Site#MLP_ACT}, d elsewhere)
     * @param alpha strength α
     */
    public static Intervention add(int layer, Site site, float[] v, float alpha, Positions positions) {
        float[] shift = new float[v.length];
        for (int j = 0; j < v.length; j++) {
            shift[j] = alpha * v[j];
        }
        return of(layer, site, positions, null, shift, "add " + alpha + "·v");
    }

    /** x ← v: the whole activation becomes {@code v}. */
    public static Intervention replace(int layer, Site site, float[] v, Positions positions) {
        return of(layer, site, positions, new float[v.length], v.clone(), "replace");
    }

    /** x ← c·x, all neurons; {@code width} is the site's width. */
    public static Intervention scale(int layer, Site site, int width, float c, Positions positions) {
        float[] factor = new float[width];
        Arrays.fill(factor, c);
        return of(layer, site, positions, factor, new float[width], "scale by " + c);
    }

    /** x_j ← c·x_j for the neurons j given, the others stay; {@code width} is the site's width. */
    public static Intervention scaleNeurons(
            int layer, Site site, int width, int[] neurons, float c, Positions positions) {
        float[] factor = new float[width];
        Arrays.fill(factor, 1);
        for (int neuron : neurons) {
            factor[Objects.checkIndex(neuron, width)] = c;
        }
        return of(
                layer,
                site,
                positions,
                factor,
                new float[width],
                (c == 0 ? "zero " : "scale by " + c + " ") + neurons.length + " neurons");
    }

    /** x_j ← 0 for the neurons j given. */
    public static Intervention zeroNeurons(int layer, Site site, int width, int[] neurons, Positions positions) {
        return scaleNeurons(layer, site, width, neurons, 0, positions);
    }

    private static Intervention of(
            int layer, Site site, Positions positions, float @Nullable [] factor, float[] shift, String text) {
        for (float value : shift) {
            if (!Float.isFinite(value)) {
                throw new InputException("intervention at layer " + layer, "finite values", String.valueOf(value), "");
            }
        }
        return new Intervention(new Location(layer, site), positions, factor, shift, text);
    }

    /** Where it acts. */
    public Location location() {
        return location;
    }

    /** At which positions it acts. */
    public Positions positions() {
        return positions;
    }

    /** Width that the site must have. */
    public int width() {
        return shift.length;
    }

    /** m, or null where it is all ones. Not copied: package-private and read only. */
    public float @Nullable [] factor() {
        return factor;
    }

    /** d. Not copied: package-private and read only. */
    public float[] shift() {
        return shift;
    }

    /**
     * Refuses an intervention that does not fit such a model.
     *
     * @throws InputException if the model has no such location or the site another width
     */
    public void check(ModelConfig config) {
        location.check(config);
        int width = location.site().width(config);
        if (width() != width) {
            throw new InputException(
                    "intervention at " + location.key(), "a vector of " + width + " values", width() + " values", "");
        }
    }

    /** One line for reports: what is changed, where, at which positions. */
    @Override
    public String toString() {
        String where = positions.equals(Positions.ALL)
                ? "all positions"
                : positions.chosen().isEmpty()
                        ? "positions from " + positions.first()
                        : "positions " + positions.chosen();
        return text + " at " + location.key() + ", " + where;
    }
}
