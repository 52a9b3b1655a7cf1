package org.snmf.features;

import java.util.Locale;
import org.snmf.data.FunctionWords;
import org.snmf.matrix.Coefficients;
import org.snmf.progress.Progress;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/**
 * How much of the reconstruction ZY each feature carries beyond function words and punctuation.
 *
 * <p>With C the tokens that are parts of other words, z_r column r of Z and y_r row r of Y, the content share of feature r
 * is ‖z_r‖² Σ_{t ∈ C} Y_rt² / Σ_q ‖z_q‖² ‖y_q‖²: its {@link ReconstructionShares share} times the part of ‖y_r‖² that lies
 * in C. A token belongs to C when the word that holds it, with its letters and digits before and after the token, has a
 * letter or digit and is not in {@link FunctionWords#ENGLISH}; so the "as" of "Christmas" counts and the word "as" does
 * not. Tokens that are not in the text (special tokens) are never in C.
 */
public final class ContentShares {
    private ContentShares() {}

    /**
     * @param shares of all k features, as {@link ReconstructionShares} gives them
     * @param y coefficients Y, k × n
     * @param tokens what the n columns are
     * @return k values, each at most the feature's share
     * @throws org.snmf.errors.InputException if a stop is requested before all were read
     */
    public static double[] of(double[] shares, Coefficients y, TokenTable tokens, Progress progress) {
        boolean[] content = new boolean[tokens.size()];
        for (int t = 0; t < content.length; t++) {
            Token token = tokens.token(t);
            content[t] = isContent(tokens.sentence(token.sentence()).text(), token);
        }
        double[] beyond = new double[shares.length];
        for (int r = 0; r < beyond.length; r++) {
            double all = 0;
            double there = 0;
            float[] row = y.feature(r);
            for (int t = 0; t < row.length; t++) {
                double square = (double) row[t] * row[t];
                all += square;
                there += content[t] ? square : 0;
            }
            beyond[r] = all == 0 ? 0 : shares[r] * there / all;
            ReconstructionShares.tell(progress, "weigh words", r + 1, beyond.length);
        }
        return beyond;
    }

    static boolean isContent(String text, Token token) {
        int at = token.start();
        while (at < token.end() && !isWord(text, at)) {
            at++;
        }
        if (at >= token.end()) {
            return false;
        }
        int start = at;
        while (start > 0 && isWord(text, start - 1)) {
            start--;
        }
        int end = at;
        while (end < text.length() && isWord(text, end)) {
            end++;
        }
        return !FunctionWords.ENGLISH.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
    }

    private static boolean isWord(String text, int at) {
        char c = text.charAt(at);
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }
}
