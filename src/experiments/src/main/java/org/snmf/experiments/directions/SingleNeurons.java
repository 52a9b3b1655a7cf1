package org.snmf.experiments.directions;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;

/** Single neurons as directions: the basis vectors of the MLP activations, the oldest rival of any dictionary. */
public final class SingleNeurons {
    /** The method's name. */
    public static final String METHOD = "single neurons";

    private SingleNeurons() {}

    /** These neurons, in the order given. */
    public static ConceptDirections of(LanguageModel model, int layer, int... neurons) {
        int width = model.config().mlp();
        return new MlpDirections(
                METHOD,
                "neuron",
                model,
                layer,
                neurons,
                Arrays.stream(neurons).mapToObj(j -> basis(j, width)).toList());
    }

    /** The {@code count} neurons whose activations vary most over the tokens of {@code a} (d_a × n), the most varying first. */
    public static ConceptDirections mostVarying(LanguageModel model, int layer, ActivationMatrix a, int count) {
        double[] variances = variances(a);
        int[] neurons = IntStream.range(0, variances.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -variances[j]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        return of(model, layer, neurons);
    }

    private static double[] variances(ActivationMatrix a) {
        double[] sums = new double[a.neurons()];
        double[] squares = new double[a.neurons()];
        for (int t = 0; t < a.tokens(); t++) {
            FloatBuffer token = a.block(t, 1);
            for (int j = 0; j < sums.length; j++) {
                double value = token.get(j);
                sums[j] += value;
                squares[j] += value * value;
            }
        }
        Arrays.setAll(squares, j -> squares[j] / a.tokens() - Math.pow(sums[j] / a.tokens(), 2));
        return squares;
    }

    private static float[] basis(int neuron, int width) {
        if (neuron < 0 || neuron >= width) {
            throw new InputException("neuron", "0 to " + (width - 1), "" + neuron, "");
        }
        float[] basis = new float[width];
        basis[neuron] = 1;
        return basis;
    }
}
