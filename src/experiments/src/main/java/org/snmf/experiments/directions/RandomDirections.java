package org.snmf.experiments.directions;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.LanguageModel;

/** Random directions: what a score is worth when nothing was learned. */
public final class RandomDirections {
    /** The method's name, drawn from all neurons. */
    public static final String METHOD = "random";

    /** The method's name, drawn on the supports of features. */
    public static final String SPARSE_METHOD = "random on supports";

    private RandomDirections() {}

    /** {@code count} directions of independent normal entries, so that every direction is equally likely. */
    public static ConceptDirections of(LanguageModel model, int layer, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> vectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] vector = new float[model.config().mlp()];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            vectors.add(vector);
        }
        return directions(METHOD, model, layer, vectors);
    }

    /** One direction a column of {@code z} (d_a × k), with its values dealt to as many neurons drawn at random. */
    public static ConceptDirections likeFeatures(SparseColumns z, LanguageModel model, int layer, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> vectors = new ArrayList<>(z.columns());
        for (int r = 0; r < z.columns(); r++) {
            float[] column = z.column(r);
            for (int j = column.length - 1; j > 0; j--) {
                int other = random.nextInt(j + 1);
                float value = column[j];
                column[j] = column[other];
                column[other] = value;
            }
            vectors.add(column);
        }
        return directions(SPARSE_METHOD, model, layer, vectors);
    }

    private static ConceptDirections directions(String method, LanguageModel model, int layer, List<float[]> vectors) {
        int[] sources = IntStream.range(0, vectors.size()).toArray();
        return new MlpDirections(method, "direction", model, layer, sources, vectors);
    }
}
