package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.models.network.parts.Rows;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/**
 * Prompts that were read up to what the MLP of a layer adds to the residual stream: what all passes have in common that change
 * nothing before it. It holds native memory: close it.
 */
public final class Trunk implements AutoCloseable {
    private final Location location;
    private final List<int[]> prompts;
    private final int[] firstRow;
    private final NDManager manager;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private @Nullable NDArray residual;
    private @Nullable NDArray added;

    private Trunk(Location location, List<int[]> prompts, int[] firstRow, NDManager manager) {
        this.location = location;
        this.prompts = prompts;
        this.firstRow = firstRow;
        this.manager = manager;
    }

    /**
     * Reads the prompts, all in one batch.
     *
     * @param location {@link Site#MLP_OUT}, where a norm is behind the MLP {@link Site#MLP_OUT_POSTNORM}
     */
    public static Trunk read(Network network, List<int[]> prompts, Location location) {
        boolean normed = Site.MLP_OUT_POSTNORM.existsIn(network.config(), location.layer());
        if (location.site() != (normed ? Site.MLP_OUT_POSTNORM : Site.MLP_OUT)) {
            throw new IllegalArgumentException("a trunk ends where an MLP adds to the stream, not at " + location);
        }
        List<PackedBatch> batches = PackedBatch.plan(prompts, Integer.MAX_VALUE);
        PackedBatch batch = batches.get(0);
        int[] firstRow = new int[prompts.size()];
        for (int row = batch.rows().count() - 1; row >= 0; row--) {
            firstRow[batch.rows().sequences()[row]] = row;
        }
        Trunk trunk = new Trunk(
                location, List.copyOf(prompts), firstRow, network.manager().newSubManager());
        try {
            Pass.Wanted wanted = new Pass.Wanted(
                    Set.of(location), (place, rows, x) -> trunk.added = trunk.kept(x), Optional.of(location));
            network.run(
                    batches,
                    InterventionMaps.NONE,
                    wanted,
                    (one, scope) -> trunk.keeping(network.packed(one, scope)),
                    (one, pass) -> trunk.residual = trunk.kept(pass.residual()),
                    Progress.NONE);
            return trunk;
        } catch (RuntimeException | Error e) {
            trunk.close();
            throw e;
        }
    }

    private NDArray kept(NDArray x) {
        NDArray copy = x.duplicate();
        copy.attach(manager);
        return copy;
    }

    private Attention keeping(Attention within) {
        return (layer, queries, k, v) -> {
            keys.add(kept(k));
            values.add(kept(v));
            return within.attend(layer, queries, k, v);
        };
    }

    /** The prompts. */
    public List<int[]> prompts() {
        return prompts;
    }

    /** Where they were read up to. */
    public Location location() {
        return location;
    }

    /**
     * Passes that go on from here.
     *
     * @param trunk the prompts
     * @param promptOf for each sequence of the pass its prompt
     */
    public record Branches(Trunk trunk, int[] promptOf) {
        /** The tokens of each sequence. */
        public List<int[]> sequences() {
            return IntStream.of(promptOf).mapToObj(trunk.prompts::get).toList();
        }

        /** The first layer that is left to compute. */
        int layer() {
            return trunk.location.layer() + 1;
        }

        /** The residual stream before the MLP's output is added, [N, d], owned by {@code scope}. */
        NDArray residual(NDManager scope, TokenRows rows) {
            return select(scope, Objects.requireNonNull(trunk.residual), rows(rows));
        }

        /** Adds what the MLP adds, with the interventions of the pass there and behind the layer. */
        void enter(Pass pass) {
            try (NDManager scope = pass.scope().newSubManager()) {
                NDArray out = select(scope, Objects.requireNonNull(trunk.added), rows(pass.rows()));
                pass.reached(trunk.location.layer(), trunk.location.site(), out);
                pass.residual().addi(out);
                pass.reached(trunk.location.layer(), Site.RESID, pass.residual());
            }
        }

        /** Gives the cache the keys and values of the layers that need not be computed. */
        void fill(KvCache cache, PackedBatch batch, int firstSlot) {
            try (NDManager scope = trunk.manager.newSubManager()) {
                int[] rows = rows(batch.rows());
                for (PackedBatch.Group group : batch.groups()) {
                    int[] own = Arrays.copyOfRange(rows, group.firstRow(), group.firstRow() + group.rows());
                    for (int layer = 0; layer < layer(); layer++) {
                        NDArray k = select(scope, trunk.keys.get(layer), own);
                        NDArray v = select(scope, trunk.values.get(layer), own);
                        cache.fill(layer, firstSlot + group.firstSequence(), group, k, v);
                    }
                }
            }
        }

        private int[] rows(TokenRows rows) {
            return IntStream.range(0, rows.count())
                    .map(row -> trunk.firstRow[promptOf[rows.sequences()[row]]] + rows.positions()[row])
                    .toArray();
        }

        private static NDArray select(NDManager scope, NDArray x, int[] rows) {
            try (NDManager own = scope.newSubManager()) {
                x.tempAttach(own);
                NDArray selected = Rows.select(x, rows);
                selected.attach(scope);
                return selected;
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
