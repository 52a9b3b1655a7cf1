package org.snmf.experiments.concepts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Small matrices, tables and models for the tests of this room. */
public final class Samples {
    private Samples() {}

    /** A matrix with the given dense columns; zeros are not stored. */
    public static SparseColumns columns(float[]... columns) {
        int[] offsets = new int[columns.length + 1];
        int[] indices = new int[columns.length * columns[0].length];
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
                columns[0].length, offsets, Arrays.copyOf(indices, stored), Arrays.copyOf(values, stored));
    }

    public static Coefficients rows(float[]... rows) {
        return new DenseCoefficients(rows);
    }

    /** A table of sentences whose tokens are their words. */
    public static TokenTable words(String... texts) {
        List<Sentence> sentences = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (String text : texts) {
            int from = 0;
            int position = 0;
            while (from < text.length()) {
                int space = text.indexOf(' ', from + 1);
                int end = space < 0 ? text.length() : space;
                tokens.add(new Token(0, text.substring(from, end), sentences.size(), position++, from, end));
                from = end;
            }
            sentences.add(new Sentence(text, ""));
        }
        return new TokenTable(sentences, tokens);
    }

    /** A tiny GPT-2 with random weights: 2 layers, hidden 32, MLP 128, vocabulary 257. */
    public static LanguageModel tinyModel() {
        return LanguageModel.load(Goldens.folder("gpt2"));
    }

    public static List<int[]> prompts() {
        return List.of(new int[] {5, 9, 77}, new int[] {200, 3}, new int[] {14, 15, 92, 65, 35});
    }
}
