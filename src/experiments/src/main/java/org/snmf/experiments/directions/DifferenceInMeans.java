package org.snmf.experiments.directions;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.store.TokenTable;

/**
 * Difference-in-means (paper, section 5.1; Marks and Tegmark 2023): for each label the mean output of the MLP on its
 * sentences, less the mean on all others. Supervised: it is told the concept, which dictionaries must find.
 */
public final class DifferenceInMeans {
    /** The method's name. */
    public static final String METHOD = "difference-in-means";

    /** What a mean is taken over. */
    public enum Over {
        /** Each sentence's own mean first, so that every sentence weighs the same. */
        SENTENCES,
        /** All tokens, so that long sentences weigh more: as the published code does. */
        TOKENS
    }

    private DifferenceInMeans() {}

    /**
     * One direction a label, in the order in which labels first occur; the blank label gets none, but its sentences count
     * among the others of every label.
     *
     * @param config of the model
     * @param layer the layer
     * @param outputs what the MLP adds to the residual stream (d × n), read at {@link OutputDirections#space}
     * @param tokens what the n columns are, labelled; sentences without tokens count nowhere
     * @throws InputException if no sentence has a label, or all have the same
     */
    public static ConceptDirections of(
            ModelConfig config, int layer, ActivationMatrix outputs, TokenTable tokens, Over over) {
        double[][] sums = new double[tokens.sentenceCount()][outputs.neurons()];
        int[] counts = new int[sums.length];
        for (int t = 0; t < tokens.size(); t++) {
            int sentence = tokens.token(t).sentence();
            FloatBuffer values = outputs.block(t, 1);
            for (int j = 0; j < outputs.neurons(); j++) {
                sums[sentence][j] += values.get(j);
            }
            counts[sentence]++;
        }
        List<String> labels = labels(tokens, counts);
        List<float[]> vectors = new ArrayList<>();
        for (String label : labels) {
            vectors.add(difference(sums, counts, tokens, label, over));
        }
        int[] sources = IntStream.range(0, labels.size()).toArray();
        return new OutputDirections(METHOD, config, layer, sources, labels, vectors);
    }

    private static List<String> labels(TokenTable tokens, int[] counts) {
        Set<String> labels = new LinkedHashSet<>();
        for (int s = 0; s < counts.length; s++) {
            if (counts[s] > 0) {
                labels.add(tokens.sentence(s).label());
            }
        }
        if (labels.size() < 2) {
            throw new InputException(
                    "sentences for difference-in-means",
                    "at least two labels, or one label and sentences without",
                    labels.isEmpty()
                            ? "no sentence"
                            : "only \"" + labels.iterator().next() + "\"",
                    "Give labelled sentences with neutral ones beside them.");
        }
        return labels.stream().filter(label -> !label.isEmpty()).toList();
    }

    private static float[] difference(double[][] sums, int[] counts, TokenTable tokens, String label, Over over) {
        double[][] means = new double[2][sums[0].length];
        double[] weights = new double[2];
        for (int s = 0; s < sums.length; s++) {
            if (counts[s] == 0) {
                continue;
            }
            int side = tokens.sentence(s).label().equals(label) ? 0 : 1;
            double weight = over == Over.SENTENCES ? 1.0 / counts[s] : 1;
            for (int j = 0; j < means[side].length; j++) {
                means[side][j] += weight * sums[s][j];
            }
            weights[side] += weight * counts[s];
        }
        float[] difference = new float[means[0].length];
        for (int j = 0; j < difference.length; j++) {
            difference[j] = (float) (means[0][j] / weights[0] - means[1][j] / weights[1]);
        }
        return difference;
    }
}
