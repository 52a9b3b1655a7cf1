package org.snmf.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.snmf.demo.text.TextGenerator;
import org.snmf.models.tokens.Tokenizer;

/** Composed paragraphs, and the rows of token ids that a step trains on. */
final class TrainingText {
    private TrainingText() {}

    /** Paragraphs with at least {@code sentences} sentences in all, each as one running text. */
    static List<String> paragraphs(TextGenerator generator, int sentences) {
        List<String> paragraphs = new ArrayList<>();
        for (int count = 0; count < sentences; ) {
            List<String> paragraph = generator.paragraph();
            count += paragraph.size();
            paragraphs.add(String.join(" ", paragraph));
        }
        return paragraphs;
    }

    /** Each paragraph as ids, with the document separator in front. */
    static List<int[]> encode(List<String> paragraphs, Tokenizer tokenizer) {
        List<int[]> documents = new ArrayList<>(paragraphs.size());
        for (String paragraph : paragraphs) {
            documents.add(tokenizer.encode(paragraph, true).ids());
        }
        return documents;
    }

    /**
     * Cuts the documents, one after the other, into rows of {@code length} ids (each begins with the last id of the one
     * before, since a row's last id is only a target), and shuffles the rows. The end that fills no row is left out.
     */
    static List<int[]> rows(List<int[]> documents, int length, long seed) {
        ToIntFunction<int[]> size = ids -> ids.length;
        int[] stream = new int[documents.stream().mapToInt(size).sum()];
        int at = 0;
        for (int[] document : documents) {
            System.arraycopy(document, 0, stream, at, document.length);
            at += document.length;
        }
        List<int[]> rows = new ArrayList<>();
        for (int from = 0; from + length <= stream.length; from += length - 1) {
            rows.add(java.util.Arrays.copyOfRange(stream, from, from + length));
        }
        Collections.shuffle(rows, new Random(seed));
        return rows;
    }
}
