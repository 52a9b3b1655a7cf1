package org.snmf.views.table;

import java.util.Locale;
import org.snmf.features.Context;
import org.snmf.features.TokenCoefficient;
import org.snmf.store.Token;
import org.snmf.views.display.Html;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Visible;

/**
 * Writes one context: the sentence, or an excerpt around the token, with each token highlighted by its strength relative
 * to the feature's peak and the strongest token set off.
 */
public final class ContextLine {
    /** Weaker tokens than this share of the peak are not highlighted. */
    private static final double FAINTEST = 0.08;
    /** From this share of the peak on a token is highlighted also where a viewer strips colours. */
    private static final double STRONG = 0.4;
    /** Most terminal columns of one token. */
    private static final int LONGEST = 160;
    /** Opacity of the highlight at the peak. */
    private static final double DEEPEST = 0.62;

    private static final int STEPS = 9;
    /** Style sheet of the classes of toned highlights. */
    public static final String TONES = tones();

    private final Context context;
    private final String text;
    private final int from;
    private final int to;

    private static String tones() {
        StringBuilder css = new StringBuilder();
        for (int i = 1; i <= STEPS; i++) {
            double depth = DEEPEST * i / STEPS;
            css.append(String.format(Locale.ROOT, ".snmf .h%d{background:rgba(240,140,0,%.2f)}%n", i, depth));
        }
        return css.toString();
    }

    /** @param budget UTF-16 units of the sentence to show; the token itself is whole up to {@value #LONGEST} columns */
    public ContextLine(Context context, int budget) {
        this.context = context;
        this.text = context.sentence().text();
        Token token = context.token();
        int spare = Math.max(0, budget - (token.end() - token.start()));
        int before = Math.min(token.start(), Math.max(spare * 3 / 5, spare - (text.length() - token.end())));
        int start = token.start() - before;
        int end = Math.min(text.length(), token.end() + spare - before);
        this.from = wordStart(start, token.start());
        this.to = wordEnd(end, token.end());
    }

    /** The excerpt with highlights, appended to {@code html}; a special token that is not in the text stands before it. */
    public void write(Html html, float peak) {
        write(html, peak, false);
    }

    /**
     * The same, where {@code toned} with one of the classes {@code h1} to {@code h9} in place of an exact colour and number, for
     * long pages that bring {@link #TONES}.
     */
    public void write(Html html, float peak, boolean toned) {
        if (!inText(context.token())) {
            mark(
                    html,
                    Visible.token(context.token().text()),
                    context.coefficient(),
                    relative(context.coefficient(), peak),
                    true,
                    toned);
            html.text(" ");
        }
        if (from > 0) {
            html.element("span", "… ", "class", "snmf-dim");
        }
        int at = from;
        for (TokenCoefficient strength : context.coefficients()) {
            Token token = strength.token();
            boolean strongest = token.equals(context.token());
            double relative = relative(strength.coefficient(), peak);
            if ((strongest || relative >= FAINTEST) && isDrawn(token, strongest, at)) {
                int start = start(token);
                html.text(text.substring(at, start));
                mark(html, text.substring(start, token.end()), strength.coefficient(), relative, strongest, toned);
                at = token.end();
            }
        }
        html.text(text.substring(at, to));
        if (to < text.length()) {
            html.element("span", " …", "class", "snmf-dim");
        }
    }

    /**
     * Whether a token has a place of its own in the excerpt after {@code at}. Tokens that share the bytes of one
     * character share its span: then the first is drawn, or the strongest if it is among them.
     */
    private boolean isDrawn(Token token, boolean strongest, int at) {
        Token shown = context.token();
        boolean covers = inText(shown) && token.start() < shown.end() && shown.start() < token.end();
        return inText(token) && token.start() >= at && token.end() <= to && (strongest || !covers);
    }

    private static boolean inText(Token token) {
        return token.start() < token.end();
    }

    private static double relative(float coefficient, float peak) {
        return peak > 0 ? coefficient / peak : 0;
    }

    /** Where a token's highlight starts: the space that many tokenizers put at its start stays outside. */
    private int start(Token token) {
        int start = token.start();
        while (start < token.end() - 1 && text.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private static void mark(
            Html html, String shown, float coefficient, double relative, boolean strongest, boolean toned) {
        double depth = Math.min(1, relative);
        String tag = strongest || relative >= STRONG ? "mark" : "span";
        if (toned) {
            html.open(tag, "class", "h" + Math.max(1, Math.round(STEPS * depth)));
        } else {
            String colour = String.format(Locale.ROOT, "background:rgba(240,140,0,%.2f)", DEEPEST * depth);
            html.open(tag, "style", colour, "title", "coefficient " + Numbers.shortly(coefficient));
        }
        String text = Visible.cut(shown, LONGEST);
        if (strongest) {
            html.element("b", text);
        } else {
            html.text(text);
        }
        html.close();
    }

    /**
     * The context in at most {@code columns} terminal columns: as much of the sentence around the token as fits, and of
     * a longer token its beginning.
     */
    public static String plain(Context context, int columns) {
        String line = new ContextLine(context, columns).plain();
        for (int budget = columns - 2; Visible.width(line) > columns && budget > 0; budget -= 2) {
            line = new ContextLine(context, budget).plain();
        }
        return Visible.cut(line, columns);
    }

    /** The excerpt with the strongest token between « and »; a special token that is not in the text stands alone. */
    String plain() {
        Token token = context.token();
        if (!inText(token)) {
            return "«" + Visible.token(token.text()) + "» " + Visible.text(text.substring(from, to));
        }
        int start = start(token);
        String excerpt = text.substring(from, start) + "«" + text.substring(start, token.end()) + "»"
                + text.substring(token.end(), to);
        return (from > 0 ? "… " : "") + Visible.text(excerpt) + (to < text.length() ? " …" : "");
    }

    /** Moves the start of an excerpt forward to a word, but never past the token. */
    private int wordStart(int start, int limit) {
        if (start == 0) {
            return 0;
        }
        int space = text.indexOf(' ', start);
        return space >= 0 && space + 1 <= limit ? space + 1 : wholeCharacter(start);
    }

    private int wordEnd(int end, int limit) {
        if (end == text.length()) {
            return end;
        }
        int space = text.lastIndexOf(' ', end);
        return space >= limit ? space : wholeCharacter(end);
    }

    private int wholeCharacter(int i) {
        return i > 0 && i < text.length() && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)) ? i - 1 : i;
    }
}
