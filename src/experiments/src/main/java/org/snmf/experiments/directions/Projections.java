package org.snmf.experiments.directions;

import java.nio.FloatBuffer;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;

/**
 * How strong directions are at tokens when their source has no coefficients of its own: max(0, vᵀa / ‖v‖), the positive part
 * of the projection.
 */
public final class Projections {
    private Projections() {}

    /**
     * Strengths of all directions.
     *
     * @param a activations at the space of the directions (width × n)
     * @return size × n, nonnegative; zeros for a dead direction
     */
    public static Coefficients of(ConceptDirections directions, ActivationMatrix a) {
        float[][] units = new float[directions.size()][];
        for (int i = 0; i < units.length; i++) {
            units[i] = Vectors.unit(directions.detection(i)).orElse(new float[a.neurons()]);
        }
        float[][] rows = new float[units.length][a.tokens()];
        float[] token = new float[a.neurons()];
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer values = a.block(t, 1);
            values.get(0, token);
            for (int i = 0; i < units.length; i++) {
                double dot = 0;
                for (int j = 0; j < token.length; j++) {
                    dot += (double) units[i][j] * token[j];
                }
                rows[i][t] = (float) Math.max(0, dot);
            }
        }
        return new DenseCoefficients(rows);
    }
}
