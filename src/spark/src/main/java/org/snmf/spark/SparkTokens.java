package org.snmf.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.snmf.engine.Engine;
import org.snmf.errors.InputException;
import org.snmf.factorize.Initialization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.factorize.fit.TokenPasses;
import org.snmf.factorize.fit.TokenSource;
import org.snmf.matrix.Origin;
import org.snmf.store.ActivationStore;
import org.snmf.store.Provenance;
import org.snmf.store.StoredSite;

/**
 * The tokens of a store of activations, divided among the partitions of a Spark application. Use it with
 * {@link org.snmf.factorize.fit.Snmf#fit(TokenSource, java.util.Map, org.snmf.progress.Progress)}:
 *
 * <pre>
 *   try (var spark = new JavaSparkContext("spark://host:7077", "features")) {
 *       var tokens = new SparkTokens(spark, "hdfs://…/store", 12, "mlp_act", 64);
 *       var fit = new Snmf(SnmfOptions.rank(400)).fit(tokens, Map.of(), Progress.NONE);
 *   }
 * </pre>
 *
 * Errors are those of a fit on one machine, up to the order of additions: where two neurons are nearly equal it may choose the
 * winner, as the number of threads may on one machine. A memory budget of
 * the options is that of one partition, which without one holds all of its A and Y in memory; its threads are {@code spark.task.cpus}.
 */
public final class SparkTokens implements TokenSource {
    private final JavaSparkContext spark;
    private final StoreFiles files;
    private final String tensor;
    private final List<Part> parts;
    private final int neurons;
    private final int tokens;
    private final Origin origin;

    /**
     * @param spark a running application, which stays open
     * @param address folder of the store: one that every machine sees under this name, or one on any of Hadoop's file systems
     * @param layer which layer
     * @param site which site
     * @param partitions how many partitions, at least 1; a few for each core of the cluster
     * @throws InputException if there is no such store, site or number of partitions
     */
    public SparkTokens(JavaSparkContext spark, String address, int layer, String site, int partitions) {
        this.spark = spark;
        this.files = new StoreFiles(address, spark.hadoopConfiguration());
        this.tensor = "layer." + layer + "." + site;
        List<Part.Shard> shards = files.shards(tensor);
        this.neurons = files.neurons(shards.get(0), tensor);
        Part.Shard last = shards.get(shards.size() - 1);
        this.tokens = last.first() + last.tokens();
        if (partitions < 1 || partitions > tokens) {
            throw new InputException(
                    "partitions",
                    "a number from 1 to " + tokens + ", the number of tokens",
                    String.valueOf(partitions),
                    "Take two or three for each core of the cluster.");
        }
        this.parts = Part.divide(shards, partitions);
        Provenance provenance = files.provenance();
        this.origin = StoredSite.ofTensor(tensor, neurons)
                .map(place -> ActivationStore.origin(provenance, place))
                .orElseThrow();
    }

    @Override
    public int neurons() {
        return neurons;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public Optional<Origin> origin() {
        return Optional.of(origin);
    }

    /** The plan of the largest partition. */
    public SnmfPlan plan(SnmfOptions options) {
        int largest = parts.stream().mapToInt(Part::tokens).max().orElseThrow();
        return SnmfPlan.ofSlice(ofPartition(options), neurons, largest);
    }

    @Override
    public void check(SnmfOptions options) {
        if (options.initialization() != Initialization.RANDOM
                && options.initialization() != Initialization.INCREMENTAL) {
            throw new InputException(
                    "--init",
                    "random, the start that a cluster can make",
                    options.initialization().key(),
                    "Leave it out, or fit on one machine.");
        }
        if (options.rank() > tokens) {
            throw new InputException(
                    "rank",
                    "at most the number of tokens, " + tokens,
                    String.valueOf(options.rank()),
                    "Choose a smaller rank or capture more text.");
        }
        plan(options);
    }

    /** The options of one partition: the threads of a task, and memory for all of it unless a budget is named. */
    private SnmfOptions ofPartition(SnmfOptions options) {
        SnmfOptions one = options.withThreads(spark.getConf().getInt("spark.task.cpus", 1));
        return one.memoryBudget() > 0 ? one : one.withMemoryBudget(Long.MAX_VALUE);
    }

    @Override
    public InputException outOfMemory(SnmfOptions options, OutOfMemoryError cause) {
        return new InputException(
                "factorize",
                "memory for the sums of a pass on the machine that drives the fit",
                "none left: " + cause.getMessage(),
                "Raise its heap (SNMF_HEAP, or -Xmx).",
                cause);
    }

    @Override
    public TokenPasses open(SnmfOptions options, Engine engine, Supplier<Path> scratch) {
        FitOnCluster fit = new FitOnCluster(
                UUID.randomUUID().toString(),
                files,
                tensor,
                neurons,
                tokens,
                new TreeMap<>(ofPartition(options).toProperties()));
        return new SparkPasses(spark, fit, parts, engine, scratch);
    }
}
