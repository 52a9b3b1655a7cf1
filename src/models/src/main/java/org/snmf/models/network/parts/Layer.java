package org.snmf.models.network.parts;

import java.util.List;
import java.util.Optional;

/**
 * The weights of one layer: x ← x + post(attention(norm(x))), then x ← x + post(mlp(norm(x))); in a parallel model both
 * read the same x. Norms are those that the family has.
 *
 * @param attentionNorm before the attention
 * @param queryKeyValue one projection to queries, keys and values, or one to each
 * @param queryNorm of queries, before they are rotated
 * @param keyNorm of keys, before they are rotated
 * @param attentionOutput after the attention, from all heads to the residual stream
 * @param attentionPostNorm after the attention's output
 * @param mlpNorm before the MLP
 * @param mlp the MLP
 * @param mlpPostNorm after the MLP's output
 */
public record Layer(
        Optional<Norm> attentionNorm,
        List<Projection> queryKeyValue,
        Optional<Norm> queryNorm,
        Optional<Norm> keyNorm,
        Projection attentionOutput,
        Optional<Norm> attentionPostNorm,
        Optional<Norm> mlpNorm,
        Mlp mlp,
        Optional<Norm> mlpPostNorm) {}
