package org.snmf.experiments.directions;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.matrix.Coefficients;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/**
 * How strong the directions of a method are at the tokens that it was made from: coefficients of a factorization, latents of an
 * autoencoder, or {@link Projections}.
 *
 * @param strengths size × n, nonnegative
 * @param tokens what the n columns are
 */
public record Activity(Coefficients strengths, TokenTable tokens) {
    /** @throws InputException if there are not as many columns as tokens */
    public Activity {
        if (strengths.tokens() != tokens.size()) {
            throw new InputException(
                    "strengths of directions",
                    "one column for each of " + tokens.size() + " tokens",
                    strengths.tokens() + " columns",
                    "");
        }
    }

    /**
     * The strongest token of each sentence in which direction {@code i} is positive, the strongest sentence first, of equals the
     * earlier one.
     *
     * @param count how many at most
     */
    public List<Token> peaks(int i, int count) {
        float[] row = strengths.feature(i);
        int[] best = new int[tokens.sentenceCount()];
        Arrays.fill(best, -1);
        for (int t = 0; t < row.length; t++) {
            int sentence = tokens.token(t).sentence();
            if (row[t] > 0 && (best[sentence] < 0 || row[t] > row[best[sentence]])) {
                best[sentence] = t;
            }
        }
        return IntStream.of(best)
                .filter(t -> t >= 0)
                .boxed()
                .sorted(Comparator.comparingDouble(t -> -row[t]))
                .limit(count)
                .map(tokens::token)
                .toList();
    }

    /** The sentences of {@link #peaks}, each text once. */
    public List<String> contexts(int i, int count) {
        return peaks(i, count).stream()
                .map(token -> tokens.sentence(token.sentence()).text())
                .distinct()
                .toList();
    }
}
