package org.snmf.experiments.describe;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snmf.store.Sentence;
import org.snmf.store.Token;

/** The words of a sentence around a token, and their stems. */
public final class Words {
    private Words() {}

    /** The word that holds the token, or the token's own text without surrounding space where it has no letter or digit. */
    public static String here(Sentence sentence, Token token) {
        String text = sentence.text();
        int[] span = span(text, token);
        return span == null ? token.text().strip() : text.substring(span[0], span[1]);
    }

    /** The word or mark after the word that holds the token; empty at the end of the sentence. */
    public static String next(Sentence sentence, Token token) {
        String text = sentence.text();
        int[] span = span(text, token);
        int at = span == null ? token.end() : span[1];
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return "";
        }
        return isWord(text, at) ? text.substring(at, wordEnd(text, at)) : text.substring(at, at + 1);
    }

    /** Start and end of the word at the first letter or digit of the token; null when it has none. */
    private static int @Nullable [] span(String text, Token token) {
        int at = token.start();
        while (at < token.end() && !isWord(text, at)) {
            at++;
        }
        if (at >= token.end()) {
            return null;
        }
        int start = at;
        while (start > 0 && isWord(text, start - 1)) {
            start--;
        }
        return new int[] {start, wordEnd(text, at)};
    }

    private static int wordEnd(String text, int at) {
        int end = at;
        while (end < text.length() && isWord(text, end)) {
            end++;
        }
        return end;
    }

    /** Letters, digits, underscores and surrogate halves; hyphens and apostrophes between letters or digits. */
    private static boolean isWord(String text, int at) {
        char c = text.charAt(at);
        return isPart(c)
                || ("'’-".indexOf(c) >= 0
                        && at > 0
                        && at + 1 < text.length()
                        && isPart(text.charAt(at - 1))
                        && isPart(text.charAt(at + 1)));
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || Character.isSurrogate(c);
    }

    /** The word in lower case: words that differ in case only are one. */
    public static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /**
     * A light English stem: without possessive, plural and the endings -ing, -ed and -ly where at least three letters
     * remain. It joins forms of one word; it is not a morphology.
     */
    public static String stem(String word) {
        String w = fold(word).replaceAll("['’]s$", "");
        if (w.length() > 4 && w.endsWith("ies")) {
            return w.substring(0, w.length() - 3) + "y";
        }
        if (w.length() > 3 && w.endsWith("s") && !w.matches(".*(ss|us|is)")) {
            w = w.substring(0, w.length() - 1);
        }
        for (String ending : new String[] {"ing", "ed", "ly"}) {
            if (w.endsWith(ending) && w.length() >= ending.length() + 3) {
                return undoubled(w.substring(0, w.length() - ending.length()));
            }
        }
        return w;
    }

    private static String undoubled(String stem) {
        int n = stem.length();
        boolean doubled =
                n > 3 && stem.charAt(n - 1) == stem.charAt(n - 2) && "bdgmnprt".indexOf(stem.charAt(n - 1)) >= 0;
        return doubled ? stem.substring(0, n - 1) : stem;
    }
}
