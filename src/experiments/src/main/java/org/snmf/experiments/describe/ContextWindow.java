package org.snmf.experiments.describe;

import org.snmf.features.Context;
import org.snmf.features.TokenCoefficient;
import org.snmf.store.Token;

/**
 * The text around a strong token.
 *
 * @param before what stands before it
 * @param token the token's text
 * @param after what stands after it
 */
record ContextWindow(String before, String token, String after) {
    /** Tokens on each side in the published protocol. */
    static final int RADIUS = 15;

    /** At most {@value #RADIUS} tokens on each side, of the same sentence. */
    static ContextWindow of(Context context) {
        Token strong = context.token();
        int start = strong.start();
        int end = strong.end();
        for (TokenCoefficient strength : context.coefficients()) {
            if (Math.abs(strength.token().position() - strong.position()) <= RADIUS) {
                start = Math.min(start, strength.token().start());
                end = Math.max(end, strength.token().end());
            }
        }
        String text = context.sentence().text();
        return new ContextWindow(
                text.substring(start, strong.start()),
                text.substring(strong.start(), strong.end()),
                text.substring(strong.end(), end));
    }

    /** The text as it stands. */
    String text() {
        return before + token + after;
    }

    /** The text with the token between >> and <<. */
    String marked() {
        return before + ">>" + token + "<<" + after;
    }
}
