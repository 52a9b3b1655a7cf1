package org.snmf.factorize.products;

import org.snmf.engine.Block;

/**
 * What the next feature step needs of the tokens: Ỹ Aᵀ (k × d_a) and Ỹ Ỹᵀ (k × k), row-major.
 *
 * @param products Ỹ Aᵀ
 * @param gram Ỹ Ỹᵀ
 */
public record FeatureSums(float[] products, float[] gram) {
    public static FeatureSums copy(Block products, CoefficientGram gram) {
        float[] values = new float[Math.multiplyExact(products.rows(), products.columns())];
        products.values().get(0, values);
        return new FeatureSums(values, gram.copy());
    }

    public void fill(Block intoProducts, CoefficientGram intoGram) {
        intoProducts.values().put(0, products);
        intoGram.fill(gram);
    }
}
