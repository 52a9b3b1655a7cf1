package org.snmf.factorize;

import org.snmf.matrix.Block;

/**
 * What the next feature step needs of the tokens: Ỹ Aᵀ (k × d_a) and Ỹ Ỹᵀ (k × k), row-major.
 *
 * @param products Ỹ Aᵀ
 * @param gram Ỹ Ỹᵀ
 */
record FeatureSums(float[] products, float[] gram) {
    static FeatureSums copy(Block products, GramSum gram) {
        float[] values = new float[Math.multiplyExact(products.rows(), products.columns())];
        products.values().get(0, values);
        return new FeatureSums(values, gram.copy());
    }

    void fill(Block intoProducts, GramSum intoGram) {
        intoProducts.values().put(0, products);
        intoGram.fill(gram);
    }
}
