package org.snmf.features;

import java.util.List;
import org.snmf.store.Sentence;
import org.snmf.store.Token;

/**
 * One place in the data at which a feature is strong: the token, its sentence, and the feature's coefficient at every
 * analysed token of that sentence, so that a view can highlight the whole sentence.
 *
 * @param column t, the token's column in A and in Y
 * @param token the token itself, with its span in the sentence's text
 * @param sentence the sentence that holds it
 * @param coefficient Y[r, t], greater than 0
 * @param coefficients the feature's coefficient at each analysed token of the sentence, in the order of the columns;
 *     tokens left out of the analysis (special tokens, excluded words) are not listed
 */
public record Context(
        int column, Token token, Sentence sentence, float coefficient, List<TokenCoefficient> coefficients) {
    public Context {
        coefficients = List.copyOf(coefficients);
    }
}
