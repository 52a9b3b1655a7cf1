package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.files.Safetensors;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.SparseColumns;

/** Against the formula written out in loops over the stored weights. */
class VocabularyProjectionTest {
    private static float[] z(int width) {
        float[] z = new float[width];
        for (int j = 0; j < width; j += 7) {
            z[j] = (float) Math.cos(j) * 3;
        }
        return z;
    }

    /** W z where {@code rows} rows of W are stored, or its columns. */
    private static double[] product(float[] w, int out, int in, boolean columns, double[] z) {
        double[] y = new double[out];
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                y[i] += z[j] * (columns ? w[j * out + i] : w[i * in + j]);
            }
        }
        return y;
    }

    private static double[] normed(double[] f, float[] weight, double plus, boolean centred) {
        double mean = 0;
        for (double value : f) {
            mean += centred ? value / f.length : 0;
        }
        double square = 0;
        for (double value : f) {
            square += (value - mean) * (value - mean) / f.length;
        }
        double[] result = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            result[i] = (f[i] - mean) / Math.sqrt(square) * (weight[i] + plus);
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "gpt2, h.1.mlp.c_proj.weight, '', ln_f.weight, wte.weight",
        "llama31, model.layers.1.mlp.down_proj.weight, '', model.norm.weight, lm_head.weight",
        "gemma2, model.layers.1.mlp.down_proj.weight, model.layers.1.post_feedforward_layernorm.weight,"
                + " model.norm.weight, model.embed_tokens.weight",
    })
    void scoresFollowTheFormula(String name, String down, String post, String norm, String unembedding) {
        Path folder = Goldens.folder(name);
        try (LanguageModel model = LanguageModel.load(folder);
                Safetensors file = Safetensors.open(folder.resolve("model.safetensors"))) {
            int d = model.config().hidden();
            int width = model.config().mlp();
            int vocabulary = model.config().vocabulary();
            boolean gpt2 = name.startsWith("gpt2");
            double plus = name.startsWith("gemma") ? 1 : 0;
            float[] z = z(width);
            double[] wide = new double[width];
            for (int j = 0; j < width; j++) {
                wide[j] = z[j];
            }
            double[] f = product(file.tensor(down).floats(), d, width, gpt2, wide);
            if (!post.isEmpty()) {
                f = normed(f, file.tensor(post).floats(), plus, false);
            }
            double[] scaled = normed(f, file.tensor(norm).floats(), plus, gpt2);
            double[] scores = product(file.tensor(unembedding).floats(), vocabulary, d, false, scaled);
            double mean = java.util.Arrays.stream(scores).average().orElseThrow();

            VocabularyProjection projection = VocabularyProjection.of(model, 1);
            float[] direction = projection.direction(z);
            float[] found = projection.scores(z);
            for (int i = 0; i < d; i++) {
                assertThat((double) direction[i]).isCloseTo(f[i], within(1e-4));
            }
            for (int v = 0; v < vocabulary; v++) {
                assertThat((double) found[v]).isCloseTo(scores[v] - mean, within(1e-3));
            }
            assertThat(projection.scoresOfResidual(direction)).containsExactly(found, within(1e-3f));
        }
    }

    @Test
    void strongestTokensComeInOrder() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gpt2"))) {
            VocabularyProjection projection = VocabularyProjection.of(model, 0);
            int width = model.config().mlp();
            SparseColumns z =
                    new SparseColumns(width, new int[] {0, 1, 3}, new int[] {4, 2, 90}, new float[] {1, -2, 5});
            float[] scores = projection.scores(z.column(1));
            List<ScoredToken> promoted = projection.promoted(z, 1, 5);
            List<ScoredToken> suppressed = projection.suppressed(z, 1, 5);
            assertThat(promoted).hasSize(5).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
            assertThat(suppressed).hasSize(5).isSortedAccordingTo((a, b) -> Float.compare(a.score(), b.score()));
            for (float score : scores) {
                assertThat(score)
                        .isLessThanOrEqualTo(promoted.get(0).score())
                        .isGreaterThanOrEqualTo(suppressed.get(0).score());
            }
            assertThat(promoted.get(0).text())
                    .isEqualTo(model.tokenizer().text(promoted.get(0).id()));
        }
    }

    @Test
    void lengthOfTheDirectionChangesNothingAndWrongWidthsAreRefused() {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("llama31"))) {
            VocabularyProjection projection = VocabularyProjection.of(model, 2);
            float[] z = z(model.config().mlp());
            float[] hundredfold = z.clone();
            for (int j = 0; j < z.length; j++) {
                hundredfold[j] *= 100;
            }
            assertThat(projection.scores(hundredfold)).containsExactly(projection.scores(z), within(1e-3f));
            assertThat(projection.scores(new float[z.length])).containsOnly(0f);
            assertThatThrownBy(() -> projection.scores(new float[3])).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> VocabularyProjection.of(model, 3)).isInstanceOf(InputException.class);
        }
    }
}
