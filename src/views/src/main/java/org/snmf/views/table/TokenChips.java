package org.snmf.views.table;

import java.util.List;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Visible;

/** Tokens of the vocabulary as chips, with their weights on hovering. */
public final class TokenChips {
    private static final int LONGEST = 60;

    private TokenChips() {}

    /** Appends at most {@code count} of them; a token longer than {@value #LONGEST} columns is cut. */
    public static void write(Html html, List<ScoredToken> tokens, int count) {
        for (ScoredToken token : tokens.subList(0, Math.min(count, tokens.size()))) {
            html.open("span", "class", "snmf-chip", "title", Numbers.signed(token.score()));
            html.token(Visible.cut(token.text(), LONGEST)).close().text(" ");
        }
    }
}
