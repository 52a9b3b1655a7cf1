package org.snmf.testkit.ground;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Small matrices, and small tables of tokens. */
public final class Small {
    private Small() {}

    /** Values of a normal distribution; the same for the same seed. */
    public static float[] gaussian(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** A, d_a × n, of a normal distribution whose negative half is zero. */
    public static ActivationMatrix activations(int neurons, int tokens, long seed) {
        float[] values = gaussian(neurons * tokens, seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
        return Matrices.dense(neurons, tokens, values);
    }

    /** A matrix with the given dense columns; zeros are not stored. */
    public static SparseColumns columns(float[]... columns) {
        int[] offsets = new int[columns.length + 1];
        int height = columns.length == 0 ? 0 : columns[0].length;
        int[] indices = new int[columns.length * height];
        float[] values = new float[indices.length];
        int stored = 0;
        for (int r = 0; r < columns.length; r++) {
            for (int j = 0; j < columns[r].length; j++) {
                if (columns[r][j] != 0) {
                    indices[stored] = j;
                    values[stored++] = columns[r][j];
                }
            }
            offsets[r + 1] = stored;
        }
        return new SparseColumns(
                height, offsets, Arrays.copyOf(indices, stored), Arrays.copyOf(values, stored));
    }

    /** A table of sentences whose tokens are their words. */
    public static TokenTable words(String... texts) {
        return words(0, texts);
    }

    /** A table of sentences whose tokens are their words, each with the blank before it, as many tokenizers have them. */
    public static TokenTable spacedWords(String... texts) {
        return words(1, texts);
    }

    private static TokenTable words(int blanks, String... texts) {
        List<Sentence> sentences = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (String text : texts) {
            int from = 0;
            int position = 0;
            for (String word : text.split(" ", -1)) {
                int begin = Math.max(0, from - blanks);
                int end = from + word.length();
                tokens.add(new Token(0, text.substring(begin, end), sentences.size(), position++, begin, end));
                from = end + 1;
            }
            sentences.add(new Sentence(text, ""));
        }
        return new TokenTable(sentences, tokens);
    }
}
