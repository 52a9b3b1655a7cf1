package org.snmf.models.network.parts;

import java.util.List;
import java.util.Optional;

/**
 * The weights of one layer: x ← x + post(attention(norm(x))), then x ← x + post(mlp(norm(x))).
 *
 * @param attentionNorm before the attention
 * @param queryKeyValue one projection to queries, keys and values side by side, or one to each
 * @param attentionOutput after the attention, from all heads to the residual stream
 * @param attentionPostNorm after the attention's output (Gemma)
 * @param mlpNorm before the MLP
 * @param mlp the MLP
 * @param mlpPostNorm after the MLP's output (Gemma)
 */
public record Layer(
        Norm attentionNorm,
        List<Projection> queryKeyValue,
        Projection attentionOutput,
        Optional<Norm> attentionPostNorm,
        Norm mlpNorm,
        Mlp mlp,
        Optional<Norm> mlpPostNorm) {}
