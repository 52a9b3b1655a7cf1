package org.snmf.experiments.steer;

import java.util.ArrayList;
import java.util.List;
import org.snmf.experiments.steer.Strength.OutOfRange;
import org.snmf.experiments.steer.Strength.Point;
import org.snmf.experiments.steer.Strength.Reached;

/**
 * The search of the paper's published code, for comparisons: one strength a pass, 20 bisections of α in [1, 2000] for each
 * target, the last midpoint within 0.01 nats kept; only +f is searched, and −f gets the same α whatever it does. Here the
 * divergence of −f is measured all the same and stands in the result.
 */
public final class PublishedSearch {
    private static final double LEAST = 1;
    private static final double MOST = 2000;
    private static final int STEPS = 20;
    private static final double WITHIN = .01;

    private final Divergences divergences;
    private final List<Double> targets;
    private final double meanNorm;

    /**
     * @param divergences what is measured
     * @param targets in nats
     */
    public PublishedSearch(Divergences divergences, List<Double> targets) {
        this.divergences = divergences;
        this.targets = List.copyOf(targets);
        this.meanNorm = divergences.meanNorm();
    }

    /** All targets with sign 1, then all with sign −1. */
    public List<Strength> find(float[] f) {
        List<Strength> plus = targets.stream().map(target -> find(f, target)).toList();
        List<Strength> both = new ArrayList<>(plus);
        for (Strength strength : plus) {
            both.add(
                    strength instanceof Reached reached
                            ? reached(
                                    strength.target(),
                                    -1,
                                    new Point(reached.alpha(), divergences.of(f, -reached.alpha())))
                            : new OutOfRange(strength.target(), -1, 0, 0, List.of()));
        }
        return both;
    }

    private Strength find(float[] f, double target) {
        double low = LEAST;
        double high = MOST;
        Point kept = null;
        List<Point> seen = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            double alpha = (float) ((low + high) / 2);
            Point point = new Point(alpha, divergences.of(f, alpha));
            seen.add(point);
            kept = Math.abs(point.kl() - target) <= WITHIN ? point : kept;
            if (point.kl() < target) {
                low = alpha;
            } else {
                high = alpha;
            }
        }
        if (kept != null) {
            return reached(target, 1, kept);
        }
        double least = seen.stream().mapToDouble(Point::kl).min().orElseThrow();
        double most = seen.stream().mapToDouble(Point::kl).max().orElseThrow();
        return new OutOfRange(
                target,
                1,
                least,
                most,
                seen.stream()
                        .sorted(java.util.Comparator.comparingDouble(Point::alpha))
                        .toList());
    }

    private Reached reached(double target, int sign, Point point) {
        return new Reached(target, sign, point.alpha(), point.kl(), point.alpha() / meanNorm, STEPS, false);
    }
}
