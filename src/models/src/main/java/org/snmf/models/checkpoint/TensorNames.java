package org.snmf.models.checkpoint;

import java.util.List;

/**
 * What a family's tensors are called, without prefix and without {@code .weight}; those of a layer without {@code layer}
 * and number. Nothing means that there is none.
 *
 * @param transposed whether linear maps are stored as [in, out]
 * @param embedding the embedding, [V, d]
 * @param positions learned positions, [positions, d]
 * @param layer what names of a layer begin with, before its number
 * @param attentionNorm before the attention
 * @param query projection to queries, and so on to keys and values
 * @param fused one projection to all three, in their place
 * @param fusedByHead whether it gives query, key and value of one head after the other, and not all queries, all keys, all values
 * @param queryNorm norm of queries, and so on of keys
 * @param attentionOutput projection of the heads to the residual stream
 * @param attentionPostNorm behind it
 * @param mlpNorm before the MLP
 * @param gate the gate
 * @param up W_K, d → d_a
 * @param gateAndUp gate and W_K in one matrix, in their place
 * @param down W_V, d_a → d
 * @param mlpPostNorm behind it
 * @param finalNorm the norm behind the last layer
 * @param unembedding names that the unembedding may have
 */
public record TensorNames(
        boolean transposed,
        String embedding,
        String positions,
        String layer,
        String attentionNorm,
        String query,
        String key,
        String value,
        String fused,
        boolean fusedByHead,
        String queryNorm,
        String keyNorm,
        String attentionOutput,
        String attentionPostNorm,
        String mlpNorm,
        String gate,
        String up,
        String gateAndUp,
        String down,
        String mlpPostNorm,
        String finalNorm,
        List<String> unembedding) {}
