package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.Architecture;
import org.snmf.models.network.parts.Head;
import org.snmf.models.network.parts.Layer;
import org.snmf.models.network.parts.Norm;
import org.snmf.models.network.parts.Projection;
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
        NDArray embedded = Rows.floats(scope, shape, values -> {
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
        try (NDArray added = Rows.floats(scope, embedded.getShape(), values -> {
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
            pass.residual().tempAttach(scope);
            return attention(layer, index, pass) && mlp(layer, index, pass);
        }
    }

    private boolean attention(Layer layer, int index, Pass pass) {
        NDArray residual = pass.residual();
        if (pass.reached(index, Site.RESID_PRE, residual)) {
            return false;
        }
        NDArray attended = attend(layer, index, pass, layer.attentionNorm().apply(residual));
        NDArray out = layer.attentionOutput().apply(attended);
        if (pass.reached(index, Site.ATTN_OUT, out)) {
            return false;
        }
        residual.addi(layer.attentionPostNorm().map(norm -> norm.apply(out)).orElse(out));
        return true;
    }

    private NDArray attend(Layer layer, int index, Pass pass, NDArray x) {
        NDList parts = project(layer.queryKeyValue(), x);
        NDArray queries = rotate(pass, parts.get(0), config.heads()).muli(config.attentionScale(index));
        NDArray keys = rotate(pass, parts.get(1), config.kvHeads());
        return pass.attention().attend(index, queries, keys, parts.get(2));
    }

    private static NDList project(List<Projection> projections, NDArray x) {
        if (projections.size() == 1) {
            return projections.get(0).apply(x).split(3, 1);
        }
        NDList parts = new NDList();
        projections.forEach(projection -> parts.add(projection.apply(x)));
        return parts;
    }

    private NDArray rotate(Pass pass, NDArray x, int heads) {
        if (pass.rotary().isEmpty()) {
            return x;
        }
        long rows = x.getShape().get(0);
        NDArray byHead = x.reshape(rows, heads, config.headDim());
        return pass.rotary().get().rotate(byHead).reshape(rows, (long) heads * config.headDim());
    }

    private boolean mlp(Layer layer, int index, Pass pass) {
        NDArray residual = pass.residual();
        NDArray in = layer.mlpNorm().apply(residual);
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
