package org.snmf.demo;

import java.util.ArrayList;
import java.util.List;
import org.snmf.demo.text.TextGenerator;
import org.snmf.models.tokens.Tokenizer;

/** Composed paragraphs, and paragraphs as token ids. */
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
}
