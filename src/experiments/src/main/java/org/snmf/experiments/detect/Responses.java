package org.snmf.experiments.detect;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.Vectors;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.store.TokenTable;

/**
 * How each direction responds to each sentence: the cosine of its detection vector with the activation of every analysed
 * token (paper, Appendix B), of which the largest and that of the largest magnitude are kept. The cosine leaves out the
 * lengths of both, so that spaces of different scale can be compared. A token whose activation is zero has cosine 0.
 */
final class Responses {
    private final double[][] largest;
    private final double[][] extreme;

    private Responses(int directions, int sentences) {
        this.largest = new double[directions][sentences];
        this.extreme = new double[directions][sentences];
        for (double[] row : largest) {
            Arrays.fill(row, Double.NaN);
        }
        for (double[] row : extreme) {
            Arrays.fill(row, Double.NaN);
        }
    }

    /**
     * Reads the activations once.
     *
     * @param a the activations at the space of the directions (width × n)
     * @param tokens what the n columns are
     */
    static Responses of(ConceptDirections directions, ActivationMatrix a, TokenTable tokens) {
        float[][] units = new float[directions.size()][];
        for (int i = 0; i < units.length; i++) {
            units[i] = Vectors.unit(directions.detection(i)).orElse(new float[a.neurons()]);
            if (units[i].length != a.neurons()) {
                throw new InputException(
                        directions.method() + " at " + directions.space().key(),
                        "activations of width " + units[i].length,
                        "width " + a.neurons(),
                        "Capture the layer and site in which the directions detect.");
            }
        }
        Responses responses = new Responses(units.length, tokens.sentenceCount());
        float[] token = new float[a.neurons()];
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer values = a.block(t, 1);
            values.get(0, token);
            double length = Vectors.length(token);
            int sentence = tokens.token(t).sentence();
            for (int i = 0; i < units.length; i++) {
                responses.take(i, sentence, length == 0 ? 0 : dot(units[i], token) / length);
            }
        }
        return responses;
    }

    private void take(int direction, int sentence, double cosine) {
        double[] largestOf = largest[direction];
        if (!(largestOf[sentence] >= cosine)) {
            largestOf[sentence] = cosine;
        }
        double[] extremeOf = extreme[direction];
        if (!(Math.abs(extremeOf[sentence]) >= Math.abs(cosine))) {
            extremeOf[sentence] = cosine;
        }
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += (double) x[j] * y[j];
        }
        return sum;
    }

    /** The largest cosine in each of the sentences, those without tokens left out. */
    double[] largest(int direction, int[] sentences) {
        return of(largest[direction], sentences);
    }

    /** The cosine of largest magnitude in each of the sentences, those without tokens left out. */
    double[] extreme(int direction, int[] sentences) {
        return of(extreme[direction], sentences);
    }

    private static double[] of(double[] row, int[] sentences) {
        return Arrays.stream(sentences)
                .mapToDouble(s -> row[s])
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }
}
