package org.snmf.spark;

import java.io.Serializable;
import org.snmf.factorize.fit.TokenPasses.Sums;
import org.snmf.factorize.products.FeatureSums;

/** The sums of a pass over one partition, or over several: Ỹ Aᵀ, Ỹ Ỹᵀ, and what the pass learned. */
final class PassSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final float[] products;
    private final float[] gram;
    private final double[][] plainGram;
    private double inner;
    private long nonzero;

    /** @param ahead whether Y Yᵀ of Y itself differs from that of Ỹ */
    PassSums(FeatureSums sums, Sums learned, boolean ahead) {
        this.products = sums.products();
        this.gram = sums.gram();
        this.plainGram = ahead ? learned.gram() : new double[0][];
        this.inner = learned.inner();
        this.nonzero = learned.nonzero();
    }

    PassSums add(PassSums other) {
        add(products, other.products);
        add(gram, other.gram);
        for (int r = 0; r < plainGram.length; r++) {
            for (int s = 0; s < plainGram.length; s++) {
                plainGram[r][s] += other.plainGram[r][s];
            }
        }
        inner += other.inner;
        nonzero += other.nonzero;
        return this;
    }

    private static void add(float[] to, float[] other) {
        for (int i = 0; i < to.length; i++) {
            to[i] += other[i];
        }
    }

    FeatureSums sums() {
        return new FeatureSums(products, gram);
    }

    /** @param gramOfSums Ỹ Ỹᵀ, which is Y Yᵀ where Ỹ is Y */
    Sums learned(double[][] gramOfSums) {
        return new Sums(inner, nonzero, plainGram.length == 0 ? gramOfSums : plainGram);
    }
}
