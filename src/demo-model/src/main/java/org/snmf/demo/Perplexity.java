package org.snmf.demo;

import java.util.List;
import java.util.function.Function;

/**
 * Perplexity of three models on the same tokens: exp of the mean negative log probability, the first token of a
 * document (its separator) given and not counted.
 *
 * @param tokens how many were predicted
 * @param unigram of {@link NgramModel#unigram}
 * @param bigram of {@link NgramModel#bigram}
 * @param network of the language model
 */
public record Perplexity(int tokens, double unigram, double bigram, double network) {
    private static final int BATCH = 32;

    /** @param logits of the next token at every position of each of some documents: [B][T][V] */
    static Perplexity of(List<int[]> documents, NgramModel counts, Function<List<int[]>, float[][][]> logits) {
        int tokens = 0;
        double[] sums = new double[3];
        for (int from = 0; from < documents.size(); from += BATCH) {
            List<int[]> batch = documents.subList(from, Math.min(documents.size(), from + BATCH));
            float[][][] scores = logits.apply(batch);
            for (int d = 0; d < batch.size(); d++) {
                add(sums, batch.get(d), counts, scores[d]);
                tokens += batch.get(d).length - 1;
            }
        }
        return new Perplexity(
                tokens, Math.exp(-sums[0] / tokens), Math.exp(-sums[1] / tokens), Math.exp(-sums[2] / tokens));
    }

    private static void add(double[] sums, int[] document, NgramModel counts, float[][] scores) {
        for (int t = 1; t < document.length; t++) {
            sums[0] += Math.log(counts.unigram(document[t]));
            sums[1] += Math.log(counts.bigram(document[t - 1], document[t]));
            sums[2] += logProbability(scores[t - 1], document[t]);
        }
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
