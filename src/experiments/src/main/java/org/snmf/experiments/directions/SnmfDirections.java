package org.snmf.experiments.directions;

import java.util.stream.IntStream;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.LanguageModel;

/** The features of a factorization as directions: z detects among the MLP activations, f = W_V z steers (paper, Eq. 4). */
public final class SnmfDirections {
    /** The method's name. */
    public static final String METHOD = "SNMF";

    private SnmfDirections() {}

    /**
     * Every column of Z.
     *
     * @param z features Z (d_a × k) of MLP activations
     * @param model the model that they come from
     * @param layer the layer that they come from
     */
    public static ConceptDirections of(SparseColumns z, LanguageModel model, int layer) {
        return of(z, model, layer, IntStream.range(0, z.columns()).toArray());
    }

    /** Some columns of Z, in this order. */
    public static ConceptDirections of(SparseColumns z, LanguageModel model, int layer, int... columns) {
        return new MlpDirections(
                METHOD,
                "feature",
                model,
                layer,
                columns,
                IntStream.of(columns).mapToObj(z::column).toList());
    }
}
