package org.snmf.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Matrices and token tables written out by hand. */
final class Small {
    private Small() {}

    /** Z with these dense columns, zeros left out. */
    static SparseColumns columns(float[]... columns) {
        int[] offsets = new int[columns.length + 1];
        List<Integer> rows = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int r = 0; r < columns.length; r++) {
            for (int j = 0; j < columns[r].length; j++) {
                if (columns[r][j] != 0) {
                    rows.add(j);
                    values.add(columns[r][j]);
                }
            }
            offsets[r + 1] = rows.size();
        }
        float[] stored = new float[values.size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = values.get(i);
        }
        int[] indices = rows.stream().mapToInt(Integer::intValue).toArray();
        return new SparseColumns(columns.length == 0 ? 0 : columns[0].length, offsets, indices, stored);
    }

    /** A table of sentences whose tokens are their words, separated by single spaces. */
    static TokenTable words(String... texts) {
        List<Token> tokens = new ArrayList<>();
        for (int s = 0; s < texts.length; s++) {
            int start = 0;
            int position = 0;
            for (String word : texts[s].split(" ", -1)) {
                tokens.add(new Token(0, word, s, position++, start, start + word.length()));
                start += word.length() + 1;
            }
        }
        return new TokenTable(Arrays.stream(texts).map(t -> new Sentence(t, "")).toList(), tokens);
    }
}
