package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snmf.engine.NativeArrays;
import org.snmf.models.checkpoint.Family.QueryKeyNorm;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.Architecture;
import org.snmf.models.network.parts.Head;
import org.snmf.models.network.parts.Layer;
import org.snmf.models.network.parts.Norm;
import org.snmf.models.network.parts.Projection;
import org.snmf.models.network.parts.RotaryTable;
import org.snmf.models.network.parts.Rows;
import org.snmf.models.network.place.Site;

/** The forward pass that all families share, on packed rows. */
public final class Decoder {
    private final ModelConfig config;
    private final float embeddingScale;
    private final EmbeddingRows embedding;
    private final Optional<EmbeddingRows> positions;

    /** The rows of an embedding, one for each id or position. */
    @FunctionalInterface
    public interface EmbeddingRows {
        /** Puts row {@code row} into {@code into} at its position. */
        void get(int row, FloatBuffer into);
    }

    public Decoder(
            ModelConfig config, Architecture architecture, Function<String, EmbeddingRows> rows, String embedding) {
        this.config = config;
        this.embeddingScale = architecture.embeddingScale();
        this.embedding = rows.apply(embedding);
        this.positions = architecture.positionEmbedding().map(rows);
    }

    /** The input of layer 0, [N, d], owned by {@code scope}. */
    NDArray embed(NDManager scope, TokenRows rows) {
        Shape shape = new Shape(rows.count(), config.hidden());
        NDArray embedded = NativeArrays.floats(scope, shape, values -> {
            for (int id : rows.ids()) {
                embedding.get(id, values);
            }
        });
        if (embeddingScale != 1) {
            embedded.muli(embeddingScale);
        }
        positions.ifPresent(learned -> addPositions(embedded, learned, rows));
        return embedded;
    }

    private void addPositions(NDArray embedded, EmbeddingRows learned, TokenRows rows) {
        NDManager scope = embedded.getManager();
        try (NDArray added = NativeArrays.floats(scope, embedded.getShape(), values -> {
            for (int position : rows.positions()) {
                learned.get(position, values);
            }
        })) {
            embedded.addi(added);
        }
    }

    /**
     * Takes a pass through one layer.
     *
     * @return whether the pass goes on
     */
    boolean layer(Layer layer, int index, Pass pass) {
        try (NDManager scope = pass.scope().newSubManager()) {
            NDArray residual = pass.residual();
            residual.tempAttach(scope);
            if (pass.reached(index, Site.RESID_PRE, residual)) {
                return false;
            }
            NDArray x = normed(layer.attentionNorm(), residual);
            NDArray out = layer.attentionOutput().apply(attend(layer, index, pass, x));
            if (pass.reached(index, Site.ATTN_OUT, out)) {
                return false;
            }
            // In a parallel model the MLP reads what the attention read.
            Optional<NDArray> before = config.parallel() ? Optional.of(mlpInput(layer, residual)) : Optional.empty();
            residual.addi(normed(layer.attentionPostNorm(), out));
            return mlp(layer, index, pass, before.orElseGet(() -> mlpInput(layer, residual)));
        }
    }

    private static NDArray normed(Optional<Norm> norm, NDArray x) {
        return norm.map(one -> one.apply(x)).orElse(x);
    }

    /** A copy where there is no norm: what is changed there must not change the residual stream. */
    private static NDArray mlpInput(Layer layer, NDArray residual) {
        return layer.mlpNorm().map(norm -> norm.apply(residual)).orElseGet(residual::duplicate);
    }

    private NDArray attend(Layer layer, int index, Pass pass, NDArray x) {
        NDList parts = project(layer.queryKeyValue(), x);
        Optional<RotaryTable> rotary = config.rotary().get(index).map(pass.rotary()::get);
        NDArray queries = prepared(parts.get(0), layer.queryNorm(), rotary, config.heads());
        NDArray keys = prepared(parts.get(1), layer.keyNorm(), rotary, config.kvHeads());
        return pass.attention().attend(index, queries.muli(config.attentionScale(index)), keys, parts.get(2));
    }

    private NDList project(List<Projection> projections, NDArray x) {
        NDList parts = new NDList();
        projections.forEach(projection -> parts.add(projection.apply(x)));
        if (parts.size() > 1) {
            return parts;
        }
        NDArray fused = parts.get(0);
        if (!config.family().tensors().fusedByHead()) {
            long queries = (long) config.heads() * config.headDim();
            return fused.split(new long[] {queries, queries + (long) config.kvHeads() * config.headDim()}, 1);
        }
        long rows = fused.getShape().get(0);
        NDList byHead =
                fused.reshape(rows, config.heads(), 3L * config.headDim()).split(3, 2);
        return new NDList(byHead.stream()
                .map(part -> part.reshape(rows, (long) config.heads() * config.headDim()))
                .toList());
    }

    /** Queries or keys, normalized and turned, where the model does: [N, heads · headDim]. */
    private NDArray prepared(NDArray x, Optional<Norm> norm, Optional<RotaryTable> rotary, int heads) {
        long rows = x.getShape().get(0);
        long width = x.getShape().get(1);
        boolean byHead = config.family().queryKeyNorm() == QueryKeyNorm.HEAD;
        NDArray normed = norm.isPresent() && byHead
                ? norm.get().apply(x.reshape(rows * heads, config.headDim()))
                : normed(norm, x);
        return rotary.map(table -> table.rotate(normed.reshape(rows, heads, config.headDim())))
                .orElse(normed)
                .reshape(rows, width);
    }

    private boolean mlp(Layer layer, int index, Pass pass, NDArray in) {
        NDArray residual = pass.residual();
        if (pass.reached(index, Site.MLP_IN, in)) {
            return false;
        }
        NDArray activations = layer.mlp().activations(in);
        if (pass.reached(index, Site.MLP_ACT, activations)) {
            return false;
        }
        NDArray out = layer.mlp().down().apply(activations);
        if (pass.reached(index, Site.MLP_OUT, out)) {
            return false;
        }
        if (layer.mlpPostNorm().isPresent()) {
            out = layer.mlpPostNorm().get().apply(out);
            if (pass.reached(index, Site.MLP_OUT_POSTNORM, out)) {
                return false;
            }
        }
        residual.addi(out);
        return !pass.reached(index, Site.RESID, residual);
    }

    /**
     * Takes a pass from the last layer to logits.
     *
     * @param chosen rows whose logits are wanted; empty means all
     * @return [chosen][V]
     */
    float[][] logits(Head head, Pass pass, Optional<int[]> chosen) {
        NDArray normed = head.norm().apply(pass.residual());
        pass.reached(config.layers() - 1, Site.FINAL_NORM, normed);
        NDArray rows = chosen.isPresent() ? Rows.select(normed, chosen.get()) : normed;
        return head.unembedding().apply(rows, product -> Scores.capLogits(product, config));
    }

    /** Takes a pass from the last layer through the final norm only. */
    void finalNorm(Norm norm, Pass pass) {
        try (NDArray normed = norm.apply(pass.residual())) {
            pass.reached(config.layers() - 1, Site.FINAL_NORM, normed);
        }
    }
}
