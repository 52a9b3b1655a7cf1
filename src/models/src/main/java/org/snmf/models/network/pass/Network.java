package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.engine.TorchThreads;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.checkpoint.Rotary;
import org.snmf.models.network.parts.Head;
import org.snmf.models.network.parts.Layer;
import org.snmf.models.network.parts.LayerStore;
import org.snmf.models.network.parts.NativeResources;
import org.snmf.models.network.parts.Norm;
import org.snmf.models.network.parts.RotaryTable;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Runs passes: layer by layer, and within a layer batch by batch, so that a layer that is not kept is read once. */
public final class Network implements AutoCloseable {
    private final ModelConfig config;
    private final Decoder decoder;
    private final LayerStore store;
    private final NDManager manager;

    public Network(ModelConfig config, Decoder decoder, LayerStore store, NDManager manager) {
        this.config = config;
        this.decoder = decoder;
        this.store = store;
        this.manager = manager;
    }

    ModelConfig config() {
        return config;
    }

    public NDManager manager() {
        return manager;
    }

    public LayerStore store() {
        return store;
    }

    /** Chooses how the rows of a batch see each other. */
    @FunctionalInterface
    public interface AttentionChoice {
        Attention of(PackedBatch batch, NDManager scope);
    }

    /** Attention within the sequences of the batch and nothing kept. */
    public Attention packed(PackedBatch batch, NDManager scope) {
        return new PackedAttention(config, batch.groups(), scope);
    }

    /** What to do with a pass that went through all layers. */
    @FunctionalInterface
    public interface Ending {
        /** Nothing: the pass ended at its last location. */
        Ending NONE = (batch, pass) -> {};

        void finish(PackedBatch batch, Pass pass);
    }

    /**
     * Runs batches to their end or to the last location wanted.
     *
     * @param progress is told of every layer whose weights are read; its stop request ends the work between two layers
     * @return whether all of them went through
     */
    public boolean run(
            List<PackedBatch> batches,
            InterventionMaps edits,
            Pass.Wanted wanted,
            AttentionChoice attention,
            Ending ending,
            Progress progress) {
        return run(Optional.empty(), batches, edits, wanted, attention, ending, progress);
    }

    /**
     * The same, going on from a trunk where there is one. Interventions before its location have no effect.
     *
     * @param branches the sequences that the batches are made of
     */
    boolean run(
            Optional<Trunk.Branches> branches,
            List<PackedBatch> batches,
            InterventionMaps edits,
            Pass.Wanted wanted,
            AttentionChoice attention,
            Ending ending,
            Progress progress) {
        int most =
                batches.stream().mapToInt(batch -> batch.rows().count()).max().orElse(0);
        TorchThreads.Limit limit = limit(most);
        try {
            if (!store.keeps()) {
                return runTogether(branches, batches, edits, wanted, attention, ending, progress);
            }
            for (PackedBatch batch : batches) {
                if (!runTogether(branches, List.of(batch), edits, wanted, attention, ending, progress)) {
                    return false;
                }
            }
            return true;
        } finally {
            limit.close();
        }
    }

    /** As many threads as the products of so many rows are worth. */
    TorchThreads.Limit limit(int rows) {
        return TorchThreads.forProducts((long) rows * config.hidden() * config.mlp());
    }

    /** Logits after the last token of each branch: [B][V]. */
    public float[][] nextLogits(Trunk.Branches branches, InterventionMaps edits, int batchTokens) {
        List<int[]> sequences = branches.sequences();
        float[][] result = new float[sequences.size()][];
        run(
                Optional.of(branches),
                PackedBatch.plan(sequences, batchTokens),
                edits,
                Pass.Wanted.NOTHING,
                this::packed,
                (batch, pass) -> {
                    float[][] last = logits(pass, Optional.of(batch.lastRows()));
                    for (int i = 0; i < last.length; i++) {
                        result[batch.order()[i]] = last[i];
                    }
                },
                Progress.NONE);
        return result;
    }

    private boolean runTogether(
            Optional<Trunk.Branches> branches,
            List<PackedBatch> batches,
            InterventionMaps edits,
            Pass.Wanted wanted,
            AttentionChoice attention,
            Ending ending,
            Progress progress) {
        try (NDManager wave = manager.newSubManager()) {
            List<Pass> passes = new ArrayList<>();
            for (PackedBatch batch : batches) {
                NDManager scope = wave.newSubManager();
                passes.add(pass(branches, scope, batch.rows(), attention.of(batch, scope), edits, wanted));
            }
            int last = wanted.last().map(Location::layer).orElse(config.layers() - 1);
            for (int index = branches.map(Trunk.Branches::layer).orElse(0); index <= last; index++) {
                if (!throughLayer(index, passes, progress)) {
                    return false;
                }
            }
            for (int i = 0; i < passes.size(); i++) {
                ending.finish(batches.get(i), passes.get(i));
                passes.get(i).scope().close();
            }
            return true;
        }
    }

    private boolean throughLayer(int index, List<Pass> passes, Progress progress) {
        if (progress.stopRequested()) {
            return false;
        }
        boolean held = store.holds(index);
        try (LayerStore.Loan<Layer> layer = store.layer(index)) {
            if (!held) {
                progress.report(new Step("read weights", index + 1, config.layers(), "layers", ""));
            }
            for (Pass pass : passes) {
                if (progress.stopRequested()) {
                    return false;
                }
                decoder.layer(layer.value(), index, pass);
            }
        }
        return true;
    }

    private Pass pass(
            Optional<Trunk.Branches> branches,
            NDManager scope,
            TokenRows rows,
            Attention attention,
            InterventionMaps edits,
            Pass.Wanted wanted) {
        int[] lengths = rows.lengths();
        Map<Rotary, RotaryTable> rotary = new HashMap<>();
        config.rotary()
                .forEach(layer -> layer.ifPresent(one -> rotary.computeIfAbsent(
                        one, key -> RotaryTable.of(scope, key, config.headDim(), rows.positions(), lengths))));
        NDArray residual = branches.map(one -> one.residual(scope, rows)).orElseGet(() -> decoder.embed(scope, rows));
        Pass pass = new Pass(scope, rows, residual, attention, rotary, edits, wanted);
        branches.ifPresent(one -> one.enter(pass));
        return pass;
    }

    /** One more token a row, with kept keys and values: logits [B, V]. */
    float[][] step(TokenRows rows, KvCache cache, InterventionMaps edits) {
        try (NDManager scope = manager.newSubManager()) {
            Pass pass = pass(
                    Optional.empty(), scope, rows, new StepAttention(config, cache, scope), edits, Pass.Wanted.NOTHING);
            for (int index = 0; index < config.layers(); index++) {
                throughLayer(index, List.of(pass), Progress.NONE);
            }
            return logits(pass, Optional.empty());
        }
    }

    /** Logits of chosen rows of a pass that went through all layers, [chosen][V]. */
    public float[][] logits(Pass pass, Optional<int[]> chosen) {
        try (LayerStore.Loan<Head> head = store.head();
                NDManager scope = pass.scope().newSubManager()) {
            pass.residual().tempAttach(scope);
            return decoder.logits(head.value(), pass, chosen);
        }
    }

    /** Reads the final norm of a pass that went through all layers. */
    public void finalNorm(Pass pass) {
        try (LayerStore.Loan<Norm> norm = store.finalNorm()) {
            decoder.finalNorm(norm.value(), pass);
        }
    }

    /** Native arrays alive under this network. */
    public int liveArrays() {
        return NativeResources.count(manager);
    }

    @Override
    public void close() {
        store.close();
        manager.close();
    }
}
