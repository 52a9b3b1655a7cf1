package org.snmf.experiments.dictionary;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;

/** Dictionaries and activations made by number. */
public final class Made {
    public static final DictionarySite SITE = new DictionarySite("here", OptionalInt.of(0), Kind.RESID_POST);
    private final SplittableRandom random;

    public Made(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public float[] numbers(int count, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return values;
    }

    public RowMatrix matrix(int rows, int columns) {
        return new RowMatrix(numbers(rows * columns, 1 / Math.sqrt(columns)), rows, columns);
    }

    public ActivationMatrix activations(int width, int tokens) {
        return Matrices.dense(width, tokens, numbers(width * tokens, 1));
    }

    public SparseDictionary dictionary(int in, int m, int out, Gate gate) {
        return new SparseDictionary(
                "made",
                matrix(m, in),
                gate instanceof Gate.Gated ? new float[m] : numbers(m, 0.1),
                matrix(m, out),
                numbers(out, 0.3),
                gate,
                in == out,
                Normalisation.NONE,
                Optional.empty(),
                SITE,
                in == out ? SITE : DictionarySite.unknown("there"),
                false);
    }

    /**
     * A dictionary that is right about {@link #mixtures}: unit directions, encoder equal to decoder, b_dec subtracted.
     */
    public SparseDictionary fitting(int width, int m, Gate gate) {
        RowMatrix raw = matrix(m, width);
        float[] inverse = new float[m];
        for (int j = 0; j < m; j++) {
            inverse[j] = (float) (1 / raw.norm(j));
        }
        RowMatrix directions = raw.scaledRows(inverse);
        return new SparseDictionary(
                "fitting",
                directions,
                new float[m],
                directions,
                numbers(width, 0.5),
                gate,
                true,
                Normalisation.NONE,
                Optional.empty(),
                SITE,
                SITE,
                false);
    }

    /** Tokens that are b_dec plus {@code active} directions with strengths of 2 to 4. */
    public ActivationMatrix mixtures(SparseDictionary d, int tokens, int active) {
        float[] values = new float[tokens * d.inputWidth()];
        for (int t = 0; t < tokens; t++) {
            float[] x = d.decoderBias().clone();
            for (int a = 0; a < active; a++) {
                int j = random.nextInt(d.latents());
                float strength = (float) (2 + 2 * random.nextDouble());
                for (int i = 0; i < x.length; i++) {
                    x[i] += strength * d.decoder().get(j, i);
                }
            }
            System.arraycopy(x, 0, values, t * x.length, x.length);
        }
        return Matrices.dense(d.inputWidth(), tokens, values);
    }

    public static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    public static float[] row(ActivationMatrix a, int t) {
        float[] row = new float[a.neurons()];
        a.block(t, 1).get(0, row);
        return row;
    }
}
