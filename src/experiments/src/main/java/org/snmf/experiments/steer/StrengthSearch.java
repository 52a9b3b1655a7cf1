package org.snmf.experiments.steer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.steer.Strength.OutOfRange;
import org.snmf.experiments.steer.Strength.Point;
import org.snmf.experiments.steer.Strength.Reached;

/**
 * Strengths that change the next token by given divergences (paper, appendix E), for each sign on its own. First every line
 * (a direction with a sign) gets a curve: α from a {@value #FINEST}th of the mean length there, doubled until the greatest
 * target is passed or the divergence no longer moves. Each target then lies between two neighbours of the curve, the first
 * that pass it, and is closed in on; all lines and targets go into the same passes.
 */
public final class StrengthSearch {
    private static final int FINEST = 64;
    private static final int FIRST_DOUBLINGS = 13;
    private static final int MOST_DOUBLINGS = 30;
    private static final double SETTLED = 1e-3;
    private static final int MOST_STEPS = 60;

    private final Divergences divergences;
    private final List<Double> targets;
    private final double tolerance;
    private final double meanNorm;

    /**
     * @param divergences what is measured
     * @param targets in nats, ascending
     * @param tolerance relative to the target
     */
    public StrengthSearch(Divergences divergences, List<Double> targets, double tolerance) {
        this.divergences = divergences;
        this.targets = List.copyOf(targets);
        this.tolerance = tolerance;
        this.meanNorm = divergences.meanNorm();
    }

    /** Mean length of the activations where directions are added. */
    public double meanNorm() {
        return meanNorm;
    }

    /** A direction with a sign, and what is known of its divergences. */
    private static final class Line {
        private final float[] f;
        private final int sign;
        private final List<Point> curve = new ArrayList<>();

        Line(float[] f, int sign) {
            this.f = f;
            this.sign = sign;
        }

        double last() {
            return curve.get(curve.size() - 1).kl();
        }

        boolean settled() {
            double before = curve.get(curve.size() - 2).kl();
            return Math.abs(last() - before) <= SETTLED * last();
        }
    }

    /** One target of one line. */
    private static final class Task {
        private final Line line;
        private final double target;
        /** Where the target lies; null until the first curve is read, and for a target that it meets or misses. */
        private @Nullable Bracket bracket;

        private Optional<Strength> found = Optional.empty();

        Task(Line line, double target) {
            this.line = line;
            this.target = target;
        }

        Bracket bracket() {
            return Objects.requireNonNull(bracket, "a target that is still open has one");
        }
    }

    /**
     * Searches for several directions at once.
     *
     * @param directions of length 1, width d
     * @return for each direction, all targets with sign 1, then all with sign −1
     */
    public List<List<Strength>> find(List<float[]> directions) {
        if (directions.isEmpty()) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        for (float[] f : directions) {
            lines.add(new Line(f, 1));
            lines.add(new Line(f, -1));
        }
        curves(lines);
        List<Task> tasks = new ArrayList<>();
        for (Line line : lines) {
            for (double target : targets) {
                tasks.add(start(new Task(line, target)));
            }
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            List<Task> open = tasks.stream().filter(t -> t.found.isEmpty()).toList();
            if (open.isEmpty()) {
                break;
            }
            advance(open);
        }
        List<List<Strength>> result = new ArrayList<>();
        int each = 2 * targets.size();
        for (int first = 0; first < tasks.size(); first += each) {
            result.add(tasks.subList(first, first + each).stream()
                    .map(task -> task.found.orElseGet(() -> outOfRange(task)))
                    .toList());
        }
        return result;
    }

    /** The curve of one line: α ascending, with the divergence of sign · α · f. */
    List<Point> curve(float[] f, int sign) {
        Line line = new Line(f, sign);
        curves(List.of(line));
        return List.copyOf(line.curve);
    }

    private void curves(List<Line> lines) {
        for (int i = 0; i < FIRST_DOUBLINGS; i++) {
            double alpha = alpha(i);
            lines.forEach(line -> line.curve.add(new Point(alpha, Double.NaN)));
        }
        List<Push> pushes = new ArrayList<>();
        lines.forEach(line -> line.curve.forEach(point -> pushes.add(push(line, point.alpha()))));
        double[] kl = divergences.of(pushes);
        int next = 0;
        for (Line line : lines) {
            for (int i = 0; i < FIRST_DOUBLINGS; i++) {
                line.curve.set(i, new Point(alpha(i), kl[next++]));
            }
        }
        double most = targets.get(targets.size() - 1);
        List<Line> open = new ArrayList<>(lines);
        for (int i = FIRST_DOUBLINGS; i < MOST_DOUBLINGS; i++) {
            open.removeIf(line -> line.curve.stream().anyMatch(point -> point.kl() >= most) || line.settled());
            if (open.isEmpty()) {
                return;
            }
            double alpha = alpha(i);
            double[] further =
                    divergences.of(open.stream().map(line -> push(line, alpha)).toList());
            for (int l = 0; l < further.length; l++) {
                open.get(l).curve.add(new Point(alpha, further[l]));
            }
        }
    }

    private double alpha(int doublings) {
        return (float) (meanNorm / FINEST * Math.pow(2, doublings));
    }

    private static Push push(Line line, double alpha) {
        return new Push(line.f, line.sign * alpha);
    }

    private Task start(Task task) {
        Point below = new Point(0, 0);
        boolean monotone = true;
        for (Point point : task.line.curve) {
            monotone &= point.kl() >= below.kl();
            if (fits(task.target, point.kl())) {
                task.found = Optional.of(reached(task, point, 0, monotone));
                return task;
            }
            if (point.kl() > task.target) {
                task.bracket = new Bracket(task.target, below, point, monotone);
                return task;
            }
            below = point;
        }
        task.found = Optional.of(outOfRange(task));
        return task;
    }

    private void advance(List<Task> open) {
        double[] alphas =
                open.stream().mapToDouble(task -> task.bracket().next()).toArray();
        List<Push> pushes = new ArrayList<>();
        for (int t = 0; t < alphas.length; t++) {
            pushes.add(push(open.get(t).line, alphas[t]));
        }
        double[] kl = divergences.of(pushes);
        for (int t = 0; t < alphas.length; t++) {
            Task task = open.get(t);
            task.bracket().measured(alphas[t], kl[t]);
            if (fits(task.target, kl[t])) {
                task.found = Optional.of(reached(
                        task,
                        new Point(alphas[t], kl[t]),
                        task.bracket().steps(),
                        task.bracket().monotone()));
            } else if (task.bracket().exhausted()) {
                task.found = Optional.of(outOfRange(task));
            }
        }
    }

    private boolean fits(double target, double kl) {
        return Math.abs(kl - target) <= tolerance * target;
    }

    private Reached reached(Task task, Point point, int steps, boolean monotone) {
        return new Reached(
                task.target, task.line.sign, point.alpha(), point.kl(), point.alpha() / meanNorm, steps, monotone);
    }

    private static OutOfRange outOfRange(Task task) {
        double high = task.line.curve.stream().mapToDouble(Point::kl).max().orElse(0);
        return new OutOfRange(task.target, task.line.sign, 0, high, task.line.curve);
    }
}
