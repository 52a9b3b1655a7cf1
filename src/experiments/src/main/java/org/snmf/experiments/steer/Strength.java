package org.snmf.experiments.steer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the search of a strength came to, for one direction, sign and target. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Strength.Reached.class, name = "reached"),
    @JsonSubTypes.Type(value = Strength.OutOfRange.class, name = "out-of-range")
})
public sealed interface Strength {
    /** The divergence that was looked for, in nats. */
    double target();

    /** 1 where f was added, −1 where it was taken away. */
    int sign();

    /** Whether a strength was found. */
    @JsonIgnore
    default boolean isReached() {
        return this instanceof Reached;
    }

    /**
     * A strength with the divergence looked for.
     *
     * @param alpha α &gt; 0; sign · α · f is added
     * @param kl its divergence, in nats
     * @param relative α over the mean length of the activations there
     * @param steps passes that the target took after the common curve
     * @param monotone whether divergences only rose with α up to this one, as far as was looked
     */
    record Reached(double target, int sign, double alpha, double kl, double relative, int steps, boolean monotone)
            implements Strength {}

    /**
     * No strength has this divergence, or none was found.
     *
     * @param low least divergence seen
     * @param high greatest divergence seen
     * @param curve α and divergence, ascending in α
     */
    record OutOfRange(double target, int sign, double low, double high, List<Point> curve) implements Strength {
        public OutOfRange {
            curve = List.copyOf(curve);
        }
    }

    /**
     * One measured strength.
     *
     * @param alpha α &gt; 0
     * @param kl its divergence, in nats
     */
    record Point(double alpha, double kl) {}
}
