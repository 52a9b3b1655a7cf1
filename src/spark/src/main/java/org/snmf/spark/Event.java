package org.snmf.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.Engine;
import org.snmf.factorize.fit.LocalPasses;
import org.snmf.factorize.fit.TokenPasses.Sums;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.progress.Progress;

/**
 * What happens to the Y of every partition, in the order in which it happens. The list of all events since the start, or since the
 * last checkpoint, is what Y follows from; so a partition that is lost with its machine is made again by going through it, to the
 * same numbers.
 */
interface Event extends Serializable {
    /**
     * Events in their order.
     *
     * @param first how many happened before the first of them
     */
    record History(int first, List<Broadcast<Event>> events) implements Serializable {
        Event last() {
            return events.get(events.size() - 1).value();
        }
    }

    /** Lets it happen to a partition; gives what the pass learned, where it learns something. */
    Optional<Sums> happen(LocalPasses passes, Engine engine);

    /** A is multiplied by σ, and Y starts. */
    record Start(float sigma) implements Event {
        @Override
        public Optional<Sums> happen(LocalPasses passes, Engine engine) {
            passes.activations().scaleBy(sigma);
            passes.start(Progress.NONE);
            return Optional.empty();
        }
    }

    /** Y and the best Y become what a checkpoint holds of them; {@code best} is null where they are the same. */
    record Restore(
            float sigma,
            List<Broadcast<float[][]>> current,
            @Nullable List<Broadcast<float[][]>> best) implements Event {
        @Override
        public Optional<Sums> happen(LocalPasses passes, Engine engine) {
            throw new IllegalStateException("what is restored depends on the part");
        }

        /** Lets it happen to the part of this number. */
        void happen(LocalPasses passes, int part) {
            Coefficients now = new DenseCoefficients(current.get(part).value());
            passes.restore(
                    now,
                    best == null ? now : new DenseCoefficients(best.get(part).value()));
        }
    }

    /** The sums of Y as it is. */
    record Accumulate() implements Event {
        @Override
        public Optional<Sums> happen(LocalPasses passes, Engine engine) {
            passes.accumulate();
            return Optional.of(new Sums(0, 0, new double[0][]));
        }
    }

    /** Y is the best so far. */
    record Keep() implements Event {
        @Override
        public Optional<Sums> happen(LocalPasses passes, Engine engine) {
            passes.keepAsBest();
            return Optional.empty();
        }
    }

    /** Rows of dead features begin anew. */
    record Revive(List<Integer> rows, String name) implements Event {
        @Override
        public Optional<Sums> happen(LocalPasses passes, Engine engine) {
            passes.revive(rows, name);
            return Optional.empty();
        }
    }

    /** Y is improved against Z. */
    final class Update implements Event {
        private static final long serialVersionUID = 1;

        private final int neurons;
        private final int[] offsets;
        private final int[] indices;
        private final float[] values;
        private final float[] lengths;
        private final double ahead;
        private transient @Nullable SparseFeatures z;
        private transient @Nullable FeatureGram gram;

        Update(SparseFeatures z, int neurons, float[] lengths, double ahead) {
            this.neurons = neurons;
            this.offsets = new int[lengths.length + 1];
            for (int r = 0; r <= lengths.length; r++) {
                offsets[r] = z.offset(r);
            }
            this.indices = z.indices();
            this.values = z.values();
            this.lengths = lengths;
            this.ahead = ahead;
        }

        @Override
        public Optional<Sums> happen(LocalPasses passes, Engine engine) {
            SparseFeatures features = features();
            return Optional.of(passes.update(features, gram(engine), lengths, ahead));
        }

        /** Whether the sums are of more than Y itself. */
        boolean looksAhead() {
            return ahead > 0;
        }

        synchronized SparseFeatures features() {
            if (z == null) {
                z = new SparseFeatures(neurons, offsets, indices, values);
            }
            return z;
        }

        /** ZᵀZ, once for all partitions of a machine: it costs less there than on the way. */
        private synchronized FeatureGram gram(Engine engine) {
            if (gram == null) {
                gram = new FeatureGram(features().gram(engine));
            }
            return gram;
        }
    }
}
