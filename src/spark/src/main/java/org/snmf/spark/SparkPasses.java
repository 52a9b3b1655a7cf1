package org.snmf.spark;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.factorize.fit.TokenPasses;
import org.snmf.factorize.panels.ActivationPanels;
import org.snmf.factorize.products.CoefficientGram;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.factorize.products.FeatureSums;
import org.snmf.factorize.products.SparseFeatures;
import org.snmf.files.FileCoefficients;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * The passes over tokens that the partitions of a Spark application hold. A pass sends Z (sparse) to every machine once and brings
 * Ỹ Aᵀ and Ỹ Ỹᵀ back through a tree of additions: 8·k·p·d_a bytes down and, for each partition, 4·(k·d_a + k²) bytes up, with
 * 8·k² more under extrapolation, whatever n is. The order of the additions is Spark's, so that the last bits differ between runs.
 */
final class SparkPasses implements TokenPasses {
    /** Above this Y lies in a scratch file of this machine rather than in its memory. */
    private static final long LARGEST_IN_MEMORY = 256L << 20;

    private static final int TREE_DEPTH = 2;

    private final JavaSparkContext spark;
    private final FitOnCluster fit;
    private final int rank;
    private final Supplier<Path> scratch;
    private final Broadcast<FitOnCluster> sent;
    private final JavaRDD<Part> parts;
    private final List<Part> divided;
    private final List<Broadcast<Event>> events = new ArrayList<>();
    /** How many events happened before those that are remembered. */
    private int forgotten;

    private final Block products;
    private final CoefficientGram gram;
    private Reading reading = Reading.NOTHING;
    private float scale = 1;
    private int best = -1;

    SparkPasses(JavaSparkContext spark, FitOnCluster fit, List<Part> divided, Engine engine, Supplier<Path> scratch) {
        this.spark = spark;
        this.fit = fit;
        this.rank = fit.options().rank();
        this.scratch = scratch;
        this.divided = divided;
        this.sent = spark.broadcast(fit);
        // Spark prefers the machine on which it keeps a partition of this; so the machine that holds its A and Y gets
        // the next job.
        this.parts =
                spark.parallelize(divided, divided.size()).map(part -> part).persist(StorageLevel.MEMORY_ONLY());
        this.products = engine.allocate(rank, fit.neurons());
        this.gram = new CoefficientGram(engine, rank);
    }

    @Override
    public double load(Progress progress) {
        progress.report(new Step("read activations", 0, fit.tokens(), "tokens", ""));
        Broadcast<FitOnCluster> given = sent;
        reading = told(() ->
                parts.map(part -> Holder.of(given.value(), part).reading()).treeReduce(Reading::add, TREE_DEPTH));
        scale = ActivationPanels.scaleOf(reading.squaredNorm(), fit.neurons(), fit.tokens());
        return reading.squaredNorm();
    }

    @Override
    public float scale() {
        return scale;
    }

    @Override
    public Optional<String> silence() {
        return ActivationPanels.silence(reading.active(), reading.silentTokens(), fit.tokens());
    }

    @Override
    public void start(Progress progress) {
        append(new Event.Start(scale));
    }

    @Override
    public void start(Coefficients y) {
        throw notHere("a start from given coefficients");
    }

    @Override
    public void restore(Coefficients current, Coefficients bestSoFar) {
        append(restored(current, bestSoFar));
        if (current == bestSoFar) {
            best = happened();
        }
    }

    /** What a machine that is lost from here on makes its partition again from; Y stays on this machine for it. */
    @Override
    public void saved(Coefficients current, Coefficients bestSoFar) {
        boolean isBest = bestIsCurrent();
        forgotten = happened();
        // Not waited for: a machine that was just lost would never answer.
        events.forEach(event -> event.unpersist(false));
        events.clear();
        append(restored(current, bestSoFar));
        if (isBest) {
            best = happened();
        }
    }

    private Event.Restore restored(Coefficients current, Coefficients bestSoFar) {
        List<Broadcast<float[][]>> now = slices(current);
        return new Event.Restore(scale, now, bestSoFar == current ? null : slices(bestSoFar));
    }

    /** Y by parts, each of which goes only where that part is. */
    private List<Broadcast<float[][]>> slices(Coefficients y) {
        List<Broadcast<float[][]>> slices = new ArrayList<>();
        for (Part part : divided) {
            float[][] rows = new float[rank][];
            for (int r = 0; r < rank; r++) {
                rows[r] = Arrays.copyOfRange(y.feature(r), part.first(), part.first() + part.tokens());
            }
            slices.add(told(() -> spark.broadcast(rows)));
        }
        return slices;
    }

    private int happened() {
        return forgotten + events.size();
    }

    private Event.History history() {
        return new Event.History(forgotten, new ArrayList<>(events));
    }

    private static InputException notHere(String what) {
        return new InputException("--spark", "a fit from a random start", what, "Leave it out, or fit on one machine.");
    }

    @Override
    public void accumulate() {
        append(new Event.Accumulate());
        take(pass());
    }

    @Override
    public Sums update(SparseFeatures z, FeatureGram ofZ, float[] lengths, double ahead) {
        append(new Event.Update(z, fit.neurons(), lengths, ahead));
        PassSums sums = pass();
        take(sums);
        return sums.learned(gram.read());
    }

    private void append(Event event) {
        events.add(told(() -> spark.broadcast(event)));
    }

    private PassSums pass() {
        Broadcast<FitOnCluster> given = sent;
        Event.History all = history();
        return told(() ->
                parts.map(part -> Holder.of(given.value(), part).after(all)).treeReduce(PassSums::add, TREE_DEPTH));
    }

    /** Spark computes again what a lost machine held; if there is no cluster any more, that is said in words. */
    private <T> T told(Supplier<T> job) {
        try {
            return job.get();
        } catch (RuntimeException e) {
            if (!spark.sc().isStopped()) {
                throw e;
            }
            throw new InputException(
                    "--spark",
                    "a cluster that runs the application to its end",
                    "an application that was ended: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "Look into the logs of the master and the workers, then fit again; with --checkpoint the same command goes on"
                            + " where its file was written last.",
                    e);
        }
    }

    private void take(PassSums sums) {
        restoreSums(sums.sums());
    }

    @Override
    public Block products() {
        return products;
    }

    @Override
    public double[][] gram() {
        return gram.read();
    }

    @Override
    public FeatureSums sums() {
        return FeatureSums.copy(products, gram);
    }

    @Override
    public void restoreSums(FeatureSums sums) {
        sums.fill(products, gram);
    }

    @Override
    public double squaredResidual(SparseFeatures z) {
        Broadcast<FitOnCluster> given = sent;
        Event.History all = history();
        return told(() -> parts.map(part -> Holder.of(given.value(), part).squaredResidual(all))
                .reduce(Double::sum));
    }

    @Override
    public void keepAsBest() {
        append(new Event.Keep());
        best = happened();
    }

    @Override
    public boolean bestIsCurrent() {
        return best == happened();
    }

    @Override
    public void revive(List<Integer> rows, String name) {
        append(new Event.Revive(new ArrayList<>(rows), name));
    }

    @Override
    public Coefficients viewCurrent() {
        return collect(false);
    }

    @Override
    public Coefficients viewBest() {
        return collect(true);
    }

    @Override
    public Coefficients releaseBest() {
        return collect(true);
    }

    /** Y, brought partition by partition. */
    private Coefficients collect(boolean ofBest) {
        Broadcast<FitOnCluster> given = sent;
        Event.History all = history();
        Iterator<float[][]> slices = parts.map(
                        part -> Holder.of(given.value(), part).coefficients(all, ofBest))
                .toLocalIterator();
        if ((long) Float.BYTES * rank * fit.tokens() <= LARGEST_IN_MEMORY) {
            float[][] rows = new float[rank][fit.tokens()];
            each(slices, (r, from, values) -> System.arraycopy(values, 0, rows[r], from, values.length));
            return new DenseCoefficients(rows);
        }
        FileCoefficients file = FileCoefficients.scratch(scratch.get(), rank, fit.tokens(), fit.tokens());
        each(slices, (r, from, values) -> file.write(r, from, FloatBuffer.wrap(values)));
        return file;
    }

    /** What is done with a stretch of a row of Y. */
    private interface Stretch {
        void take(int row, int from, float[] values);
    }

    private static void each(Iterator<float[][]> slices, Stretch stretch) {
        for (int from = 0; slices.hasNext(); ) {
            float[][] slice = slices.next();
            for (int r = 0; r < slice.length; r++) {
                stretch.take(r, from, slice[r]);
            }
            from += slice[0].length;
        }
    }

    @Override
    public void close() {
        try {
            if (spark.sc().isStopped()) {
                return;
            }
            Broadcast<FitOnCluster> given = sent;
            parts.foreach(part -> Holder.forget(given.value(), part));
            parts.unpersist();
            // Not destroyed, which would go on behind the end of the application; Spark does that when they are
            // garbage.
            events.forEach(event -> event.unpersist(true));
            sent.unpersist(true);
        } finally {
            gram.close();
            products.close();
        }
    }
}
