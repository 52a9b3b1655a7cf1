package org.snmf.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Rows of token ids without end, cut from documents one after the other. Each time that all were used, the documents are
 * shuffled and cut anew from another place, so that no row comes twice.
 */
final class RowStream {
    private final List<int[]> documents;
    private final int length;
    private final Random random;
    private final List<int[]> rows = new ArrayList<>();
    private int epochs;

    /**
     * @param documents with more than 2 · {@code length} ids in all
     * @param length ids in a row; each begins with the last id of the one before, which was only a target there
     */
    RowStream(List<int[]> documents, int length, long seed) {
        this.documents = new ArrayList<>(documents);
        this.length = length;
        this.random = new Random(seed);
    }

    /** The next row. */
    int[] next() {
        if (rows.isEmpty()) {
            cut();
        }
        return rows.remove(rows.size() - 1);
    }

    /** How often the documents were begun. */
    int epochs() {
        return epochs;
    }

    private void cut() {
        Collections.shuffle(documents, random);
        int[] stream = new int[documents.stream().mapToInt(ids -> ids.length).sum()];
        int at = 0;
        for (int[] document : documents) {
            System.arraycopy(document, 0, stream, at, document.length);
            at += document.length;
        }
        for (int from = random.nextInt(length); from + length <= stream.length; from += length - 1) {
            rows.add(Arrays.copyOfRange(stream, from, from + length));
        }
        Collections.shuffle(rows, random);
        epochs++;
    }
}
