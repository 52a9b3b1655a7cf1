package org.snmf.features;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.snmf.store.TokenTable;

/** Which columns belong to which sentence, and which sentences are the same text. */
final class SentenceIndex {
    private final int[] offsets;
    private final int[] columns;
    private final int[] textOfColumn;
    private final int texts;

    SentenceIndex(TokenTable tokens) {
        offsets = new int[tokens.sentenceCount() + 1];
        columns = new int[tokens.size()];
        for (int t = 0; t < tokens.size(); t++) {
            offsets[tokens.token(t).sentence() + 1]++;
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
        int[] next = Arrays.copyOf(offsets, offsets.length - 1);
        for (int t = 0; t < tokens.size(); t++) {
            columns[next[tokens.token(t).sentence()]++] = t;
        }
        int[] textOfSentence = new int[tokens.sentenceCount()];
        Map<String, Integer> seen = new HashMap<>();
        for (int s = 0; s < textOfSentence.length; s++) {
            Integer text = seen.putIfAbsent(tokens.sentence(s).text(), seen.size());
            textOfSentence[s] = text == null ? seen.size() - 1 : text;
        }
        texts = seen.size();
        textOfColumn = new int[tokens.size()];
        Arrays.setAll(textOfColumn, t -> textOfSentence[tokens.token(t).sentence()]);
    }

    /** The analysed tokens of sentence s as columns, ascending. A fresh array. */
    int[] columns(int s) {
        return Arrays.copyOfRange(columns, offsets[s], offsets[s + 1]);
    }

    /** A number in [0, {@link #texts()}) for the text that column t stands in; sentences of equal text share it. */
    int text(int t) {
        return textOfColumn[t];
    }

    /** Number of different texts. */
    int texts() {
        return texts;
    }
}
