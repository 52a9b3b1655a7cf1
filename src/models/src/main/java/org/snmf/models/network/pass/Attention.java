package org.snmf.models.network.pass;

import ai.djl.ndarray.NDArray;

/** Lets every row look at the rows that it may see. */
public interface Attention {
    /**
     * Softmax-weighted values.
     *
     * @param layer index of the layer
     * @param queries [N, heads · headDim], already rotated and scaled
     * @param keys [N, kvHeads · headDim], already rotated
     * @param values [N, kvHeads · headDim]
     * @return [N, heads · headDim]
     */
    NDArray attend(int layer, NDArray queries, NDArray keys, NDArray values);
}
