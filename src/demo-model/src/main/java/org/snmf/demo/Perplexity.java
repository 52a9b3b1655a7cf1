package org.snmf.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How well three models predict the same texts: the sum of −log p over all tokens, in nats, the first token of a text (its
 * separator) given and not counted. A text longer than the context is read in windows that overlap by half, and each token
 * is counted once, in the first window that holds it.
 *
 * <p>Perplexity a token compares models of one tokenizer only. Perplexity a word, exp(nats / words), compares all of
 * them: the words are those of the text between blanks, whoever cuts them further.
 *
 * @param tokens how many were predicted
 * @param words of the texts, between blanks
 * @param unigram nats of {@link NgramModel#unigram}
 * @param bigram nats of {@link NgramModel#bigram}
 * @param network nats of the language model
 */
public record Perplexity(int tokens, int words, double unigram, double bigram, double network) {
    private static final int BATCH = 32;

    /** A piece of a text, of which the tokens from {@code from} on are counted. */
    private record Window(int[] ids, int from) {}

    /**
     * @param documents the texts as ids
     * @param words how many words they have
     * @param context the most ids that {@code logits} takes at once
     * @param logits of the next token at every position of each of some documents: [B][T][V]
     */
    static Perplexity of(
            List<int[]> documents,
            int words,
            NgramModel counts,
            int context,
            Function<List<int[]>, float[][][]> logits) {
        List<Window> windows = new ArrayList<>();
        documents.forEach(document -> cut(document, context, windows));
        int tokens = 0;
        double[] sums = new double[3];
        for (int from = 0; from < windows.size(); from += BATCH) {
            List<Window> batch = windows.subList(from, Math.min(windows.size(), from + BATCH));
            float[][][] scores = logits.apply(batch.stream().map(Window::ids).toList());
            for (int w = 0; w < batch.size(); w++) {
                add(sums, batch.get(w), counts, scores[w]);
                tokens += batch.get(w).ids.length - batch.get(w).from;
            }
        }
        return new Perplexity(tokens, words, sums[0], sums[1], sums[2]);
    }

    private static void cut(int[] document, int context, List<Window> windows) {
        int counted = 1;
        for (int start = 0; counted < document.length; start += context / 2) {
            int end = Math.min(document.length, start + context);
            windows.add(new Window(Arrays.copyOfRange(document, start, end), counted - start));
            counted = end;
        }
    }

    private static void add(double[] sums, Window window, NgramModel counts, float[][] scores) {
        int[] ids = window.ids;
        for (int t = window.from; t < ids.length; t++) {
            sums[0] -= Math.log(counts.unigram(ids[t]));
            sums[1] -= Math.log(counts.bigram(ids[t - 1], ids[t]));
            sums[2] -= logProbability(scores[t - 1], ids[t]);
        }
    }

    /** exp(nats / tokens). */
    double perToken(double nats) {
        return Math.exp(nats / tokens);
    }

    /** exp(nats / words). */
    double perWord(double nats) {
        return Math.exp(nats / words);
    }

    static double logProbability(float[] logits, int id) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        return logits[id] - greatest - Math.log(sum);
    }
}
