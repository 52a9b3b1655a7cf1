package org.snmf.experiments.concepts;

import java.util.List;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.models.network.LanguageModel;

/** A small model and its prompts. */
public final class Samples {
    private Samples() {}

    public static Coefficients rows(float[]... rows) {
        return new DenseCoefficients(rows);
    }

    /** A tiny GPT-2 with random weights: 2 layers, hidden 32, MLP 128, vocabulary 257. */
    public static LanguageModel tinyModel() {
        return LanguageModel.load(Goldens.folder("gpt2"));
    }

    public static List<int[]> prompts() {
        return List.of(new int[] {5, 9, 77}, new int[] {200, 3}, new int[] {14, 15, 92, 65, 35});
    }
}
