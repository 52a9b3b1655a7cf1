package org.snmf.factorize;

import org.snmf.matrix.Block;

/**
 * What the next feature step needs of the tokens: Ỹ Aᵀ (k × d_a) and Ỹ Ỹᵀ (k × k), row-major.
 *
 * @param products Ỹ Aᵀ
 * @param gram Ỹ Ỹᵀ
 */
record FeatureSums(float[] products, float[] gram) {
    static FeatureSums copy(Block products, Block gram) {
        return new FeatureSums(values(products), values(gram));
    }

    private static float[] values(Block block) {
        float[] values = new float[Math.multiplyExact(block.rows(), block.columns())];
        block.values().get(0, values);
        return values;
    }

    void fill(Block intoProducts, Block intoGram) {
        intoProducts.values().put(0, products);
        intoGram.values().put(0, gram);
    }
}
