package org.snmf.models.network.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.parts.Rows;
import org.snmf.models.network.pass.Decoding;
import org.snmf.models.network.pass.InterventionMaps;
import org.snmf.models.network.pass.Network;
import org.snmf.models.network.pass.PackedBatch;
import org.snmf.models.network.pass.Pass;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.SteadySeconds;

/**
 * How long passes of a model will take on this machine's processor, before any weight of it is read: a {@link ScaledDownModel} with
 * random weights takes a few batches of the same kind, and its time is scaled by the count of operations. What the first
 * passes of a fresh process take longer is added as it was measured. Each estimate takes about a second the first time; the
 * same one again takes nothing, for the life of the process. Reading and widening weights is not counted.
 */
public final class ForwardSpeed {
    private static final double SECONDS = 0.5;
    private static final int BATCHES = 4;
    private static final int LONGEST = 1024;
    private static final int ROWS = 64;

    private static final Map<List<Object>, Pace> MEASURED = new ConcurrentHashMap<>();

    private ForwardSpeed() {}

    /**
     * What was measured of a stand-in.
     *
     * @param begin seconds of what comes before the turns
     * @param turn seconds of one turn once it runs steadily
     * @param extra seconds that the first turns took longer
     */
    private record Pace(double begin, double turn, double extra) {}

    /** Weights of one layer, norms and biases left out. */
    public static long layerWeights(ModelConfig config) {
        return ScaledDownModel.layerWeights(config);
    }

    /**
     * Seconds of reading the MLP activations of sequences as long as these.
     *
     * @param layers how many layers they go through
     * @param batchTokens how many tokens a pass takes at once
     */
    public static double reading(ModelConfig config, int layers, List<int[]> sequences, int batchTokens) {
        ModelConfig small = ScaledDownModel.shrunk(config, layers);
        Location last = new Location(small.layers() - 1, Site.MLP_ACT);
        Pass.Wanted wanted = new Pass.Wanted(Set.of(last), (location, rows, x) -> Rows.toArrays(x), Optional.of(last));
        List<PackedBatch> some = spread(PackedBatch.plan(cut(sequences), batchTokens));
        double all = operations(config, layers, PackedBatch.plan(sequences, batchTokens), 0);
        return passes("reading", small, some, wanted, (network, batch, pass) -> {}, 0, all);
    }

    /** Seconds of the logits after the last token of prompts as long as these. */
    public static double logits(ModelConfig config, List<int[]> prompts) {
        ModelConfig small = ScaledDownModel.shrunk(config, config.layers());
        List<PackedBatch> some = spread(PackedBatch.plan(cut(prompts), LanguageModel.BATCH_TOKENS));
        List<PackedBatch> batches = PackedBatch.plan(prompts, LanguageModel.BATCH_TOKENS);
        double all = operations(config, config.layers(), batches, prompts.size());
        Ending ending = (network, batch, pass) -> network.logits(pass, Optional.of(batch.lastRows()));
        return passes("logits", small, some, Pass.Wanted.NOTHING, ending, count(some), all);
    }

    /** Seconds of tracing sequences as long as these, one at a time, every location and all logits. */
    public static double tracing(ModelConfig config, List<int[]> sequences) {
        ModelConfig small = ScaledDownModel.shrunk(config, config.layers());
        Pass.Wanted wanted = new Pass.Wanted(
                Set.copyOf(Location.all(small)), (location, rows, x) -> Rows.toArrays(x), Optional.empty());
        List<PackedBatch> some = spread(singles(cut(sequences)));
        List<PackedBatch> batches = singles(sequences);
        double all = operations(config, config.layers(), batches, tokens(batches));
        Ending ending = (network, batch, pass) -> network.logits(pass, Optional.empty());
        return passes("tracing", small, some, wanted, ending, tokens(some), all);
    }

    /** Seconds of {@code newTokens} more tokens for each of prompts as long as these, which are read first. */
    public static double generating(ModelConfig config, List<int[]> prompts, int newTokens) {
        ModelConfig small = ScaledDownModel.shrunk(config, config.layers());
        List<int[]> some = cut(prompts.subList(0, Math.min(ROWS, prompts.size())));
        Pace pace = MEASURED.computeIfAbsent(key("generating", small, some, newTokens), key -> {
            try (ScaledDownModel model = new ScaledDownModel(small)) {
                double[] first = generate(model, some, newTokens);
                double[] again = generate(model, some, first.length);
                double[] steps = Arrays.stream(again).map(end -> end - again[0]).toArray();
                double step = again.length == 1
                        ? 0
                        : SteadySeconds.ofTurnsEndingAt(Arrays.copyOfRange(steps, 1, steps.length));
                return new Pace(again[0], step, Math.max(0, first[first.length - 1] - again[again.length - 1]));
            }
        });
        double larger = weights(config) / weights(small) * prompts.size() / some.size();
        return pace.extra() + larger * (pace.begin() + (newTokens - 1) * pace.turn());
    }

    /** When each of at most so many tokens was there; the first one comes of reading the prompts. */
    private static double[] generate(ScaledDownModel model, List<int[]> prompts, int tokens) {
        List<Double> ends = new ArrayList<>();
        long begun = System.nanoTime();
        try (Decoding decoding =
                Decoding.start(model.network(), prompts, InterventionMaps.NONE, LanguageModel.BATCH_TOKENS)) {
            ends.add((System.nanoTime() - begun) * 1e-9);
            while (ends.size() < tokens && (ends.size() < 4 || ends.get(ends.size() - 1) < SECONDS)) {
                decoding.advance(new int[decoding.rows()]);
                ends.add((System.nanoTime() - begun) * 1e-9);
            }
        }
        return ends.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** What follows the last layer of a pass. */
    @FunctionalInterface
    private interface Ending {
        void finish(Network network, PackedBatch batch, Pass pass);
    }

    /** Seconds of so many operations, at the pace of a stand-in that takes these batches again and again. */
    private static double passes(
            String kind,
            ModelConfig small,
            List<PackedBatch> batches,
            Pass.Wanted wanted,
            Ending ending,
            long logitRows,
            double operations) {
        double turns = operations / operations(small, small.layers(), batches, logitRows);
        List<int[]> shape =
                batches.stream().map(batch -> batch.rows().positions()).toList();
        Pace pace = MEASURED.computeIfAbsent(key(kind, small, shape, (int) Math.min(1000, turns)), key -> {
            try (ScaledDownModel model = new ScaledDownModel(small)) {
                Network network = model.network();
                Runnable turn = () -> network.run(
                        batches,
                        InterventionMaps.NONE,
                        wanted,
                        network::packed,
                        (batch, pass) -> ending.finish(network, batch, pass),
                        Progress.NONE);
                double[] first = ends(turn, 1, turns);
                double steady = SteadySeconds.ofTurnsEndingAt(ends(turn, 3, Double.POSITIVE_INFINITY));
                return new Pace(0, steady, Math.max(0, first[first.length - 1] - first.length * steady));
            }
        });
        return pace.extra() + turns * pace.turn();
    }

    /** When each turn was over, of at least {@code least} and at most {@code most} turns in half a second. */
    private static double[] ends(Runnable turn, int least, double most) {
        List<Double> ends = new ArrayList<>();
        long begun = System.nanoTime();
        do {
            turn.run();
            ends.add((System.nanoTime() - begun) * 1e-9);
        } while (ends.size() < least || (ends.size() < most && ends.get(ends.size() - 1) < SECONDS));
        return ends.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Object> key(String kind, ModelConfig small, List<int[]> shape, int turns) {
        return List.of(kind, small, shape.stream().map(Arrays::hashCode).toList(), turns);
    }

    /** Multiplications and additions of passes through the first {@code layers} layers, norms and the like left out. */
    private static double operations(ModelConfig config, int layers, List<PackedBatch> batches, long logitRows) {
        double attention = 0;
        for (PackedBatch batch : batches) {
            for (PackedBatch.Group group : batch.groups()) {
                attention += 4.0 * group.rows() * group.length() * config.heads() * config.headDim();
            }
        }
        double products = 2.0 * layerWeights(config) * tokens(batches);
        return layers * (products + attention) + 2.0 * config.vocabulary() * config.hidden() * logitRows;
    }

    /** Weights that one step of generation multiplies with. */
    private static double weights(ModelConfig config) {
        return (double) config.layers() * layerWeights(config) + (double) config.vocabulary() * config.hidden();
    }

    private static long tokens(List<PackedBatch> batches) {
        return batches.stream().mapToLong(batch -> batch.rows().count()).sum();
    }

    private static long count(List<PackedBatch> batches) {
        return batches.stream().mapToLong(batch -> batch.order().length).sum();
    }

    private static List<PackedBatch> singles(List<int[]> sequences) {
        return sequences.stream()
                .map(ids -> PackedBatch.plan(List.of(ids), ids.length).get(0))
                .toList();
    }

    /** A few batches from the shortest sequences to the longest. */
    private static List<PackedBatch> spread(List<PackedBatch> batches) {
        int few = Math.min(BATCHES, batches.size());
        return IntStream.range(0, few)
                .mapToObj(i -> batches.get(few == 1 ? 0 : (int) ((long) i * (batches.size() - 1) / (few - 1))))
                .toList();
    }

    private static List<int[]> cut(List<int[]> sequences) {
        return sequences.stream()
                .map(ids -> new int[Math.min(ids.length, LONGEST)])
                .toList();
    }
}
