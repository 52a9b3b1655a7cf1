package org.snmf.experiments.faithfulness;

import org.snmf.encode.Encoder;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;

/** Makes activations of one place of the network again, from what a method says of them. */
public interface Reconstruction {
    /** What the method is called. */
    String method();

    /** Whose activations it makes. */
    Location place();

    /** What is put in their place: width × n, of the same shape as {@code a}; {@code a} is not modified. */
    ActivationMatrix of(ActivationMatrix a);

    /** Z·y with the coefficients y ≥ 0 that fit each token best. */
    static Reconstruction ofFeatures(String method, Location place, SparseColumns z, int threads) {
        return new Reconstruction() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public Location place() {
                return place;
            }

            @Override
            public ActivationMatrix of(ActivationMatrix a) {
                return product(z, new Encoder(z, threads).encode(a, Progress.NONE));
            }
        };
    }

    private static ActivationMatrix product(SparseColumns z, Coefficients y) {
        int d = z.rows();
        float[] values = new float[Math.multiplyExact(d, y.tokens())];
        for (int t = 0; t < y.tokens(); t++) {
            float[] uses = y.token(t);
            for (int r = 0; r < uses.length; r++) {
                for (int i = z.offset(r); uses[r] > 0 && i < z.offset(r + 1); i++) {
                    values[t * d + z.index(i)] += uses[r] * z.value(i);
                }
            }
        }
        return Matrices.dense(d, y.tokens(), values);
    }
}
