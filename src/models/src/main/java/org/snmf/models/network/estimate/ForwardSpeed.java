package org.snmf.models.network.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.parts.Rows;
import org.snmf.models.network.pass.InterventionMaps;
import org.snmf.models.network.pass.Network;
import org.snmf.models.network.pass.PackedBatch;
import org.snmf.models.network.pass.Pass;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Rehearsal;

/**
 * How long passes of a model will take on this machine's processor, before any weight of it is read: one batch of the work goes
 * again and again through a {@link ScaledDownModel} with random weights, and its time is scaled as {@link Rehearsal} says.
 * Operations are 2 a weight and token, 4 a pair of positions and width of attention, and 2 d V a row whose logits are wanted.
 * Each estimate takes about half a second the first time. Reading and widening weights is not counted.
 */
public final class ForwardSpeed {
    private static final double SECONDS = 0.5;
    private static final int LONGEST = 1024;

    private ForwardSpeed() {}

    /** What is wanted of a pass beside the residual stream. */
    private enum Wanted {
        ACTIVATIONS,
        LAST_LOGITS,
        EVERYTHING;

        Pass.Wanted of(ModelConfig config) {
            Location last = new Location(config.layers() - 1, Site.MLP_ACT);
            return switch (this) {
                case ACTIVATIONS ->
                    new Pass.Wanted(Set.of(last), (location, rows, x) -> Rows.toArrays(x), Optional.of(last));
                case LAST_LOGITS -> Pass.Wanted.NOTHING;
                case EVERYTHING ->
                    new Pass.Wanted(
                            Set.copyOf(Location.all(config)),
                            (location, rows, x) -> Rows.toArrays(x),
                            Optional.empty());
            };
        }

        void finish(Network network, PackedBatch batch, Pass pass) {
            if (this != ACTIVATIONS) {
                network.logits(pass, this == EVERYTHING ? Optional.empty() : Optional.of(batch.lastRows()));
            }
        }

        long logitRows(PackedBatch batch) {
            return this == ACTIVATIONS ? 0 : this == EVERYTHING ? batch.rows().count() : batch.order().length;
        }
    }

    /**
     * Seconds of reading the MLP activations of sequences as long as these.
     *
     * @param layers how many layers they go through
     * @param batchTokens how many tokens a pass takes at once
     */
    public static double reading(ModelConfig config, int layers, List<int[]> sequences, int batchTokens) {
        return seconds(config, layers, PackedBatch.plan(sequences, batchTokens), Wanted.ACTIVATIONS, 1);
    }

    /** Seconds of the logits after the last token of prompts as long as these. */
    public static double logits(ModelConfig config, List<int[]> prompts) {
        return logits(config, prompts, 1);
    }

    /** Seconds of tracing sequences as long as these, one at a time, every location and all logits. */
    public static double tracing(ModelConfig config, List<int[]> sequences) {
        List<PackedBatch> singles = sequences.stream()
                .map(ids -> PackedBatch.plan(List.of(ids), ids.length).get(0))
                .toList();
        return seconds(config, config.layers(), singles, Wanted.EVERYTHING, 1);
    }

    /**
     * Seconds of {@code newTokens} more tokens for each of prompts as long as these, which are read first. A step is a pass of
     * one token a prompt; that it looks back at keys and values is not counted.
     */
    public static double generating(ModelConfig config, List<int[]> prompts, int newTokens) {
        List<int[]> step = prompts.stream().map(ids -> new int[1]).toList();
        return logits(config, prompts, 1) + logits(config, step, newTokens - 1);
    }

    private static double logits(ModelConfig config, List<int[]> prompts, int times) {
        List<PackedBatch> batches = PackedBatch.plan(prompts, LanguageModel.BATCH_TOKENS);
        return seconds(config, config.layers(), batches, Wanted.LAST_LOGITS, times);
    }

    private static double seconds(ModelConfig config, int layers, List<PackedBatch> batches, Wanted wanted, int times) {
        ModelConfig small = ScaledDownModel.shrunk(config, layers);
        PackedBatch batch = cut(batches.get(batches.size() / 2));
        List<?> key = List.of(wanted, small, Arrays.hashCode(batch.rows().positions()));
        return Rehearsal.of(key, operations(small, small.layers(), List.of(batch), wanted), () -> {
                    try (ScaledDownModel model = new ScaledDownModel(small)) {
                        return Rehearsal.turns(() -> pass(model.network(), small, batch, wanted), SECONDS, 3);
                    }
                })
                .seconds(times * operations(config, layers, batches, wanted));
    }

    private static void pass(Network network, ModelConfig config, PackedBatch batch, Wanted wanted) {
        network.run(
                List.of(batch),
                InterventionMaps.NONE,
                wanted.of(config),
                network::packed,
                (packed, pass) -> wanted.finish(network, packed, pass),
                Progress.NONE);
    }

    /** The batch with sequences of at most {@link #LONGEST} tokens. */
    private static PackedBatch cut(PackedBatch batch) {
        List<int[]> ids = batch.groups().stream()
                .flatMap(group -> Stream.generate(() -> new int[Math.min(group.length(), LONGEST)])
                        .limit(group.count()))
                .toList();
        return PackedBatch.plan(ids, Integer.MAX_VALUE).get(0);
    }

    private static double operations(ModelConfig config, int layers, List<PackedBatch> batches, Wanted wanted) {
        double operations = 0;
        for (PackedBatch batch : batches) {
            double attention = 0;
            for (PackedBatch.Group group : batch.groups()) {
                attention += 4.0 * group.rows() * group.length() * config.heads() * config.headDim();
            }
            double products =
                    2.0 * ScaledDownModel.layerWeights(config) * batch.rows().count();
            operations += layers * (products + attention)
                    + 2.0 * config.vocabulary() * config.hidden() * wanted.logitRows(batch);
        }
        return operations;
    }
}
