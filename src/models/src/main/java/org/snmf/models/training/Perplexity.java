package org.snmf.models.training;

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
    /** @param logits of the next token at every position of a document: [T][V] */
    static Perplexity of(List<int[]> documents, NgramModel counts, Function<int[], float[][]> logits) {
        int tokens = 0;
        double[] sums = new double[3];
        for (int[] document : documents) {
            float[][] scores = logits.apply(document);
            for (int t = 1; t < document.length; t++) {
                sums[0] += Math.log(counts.unigram(document[t]));
                sums[1] += Math.log(counts.bigram(document[t - 1], document[t]));
                sums[2] += logProbability(scores[t - 1], document[t]);
                tokens++;
            }
        }
        return new Perplexity(
                tokens, Math.exp(-sums[0] / tokens), Math.exp(-sums[1] / tokens), Math.exp(-sums[2] / tokens));
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
