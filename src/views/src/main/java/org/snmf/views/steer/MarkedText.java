package org.snmf.views.steer;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Html;

/** Texts in which the words are marked that a direction promotes as whole tokens. */
final class MarkedText {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’]+");

    private final Set<String> words = new HashSet<>();

    MarkedText(List<ScoredToken> promoted) {
        for (ScoredToken token : promoted) {
            String word = token.text().strip().toLowerCase(Locale.ROOT);
            if (WORD.matcher(word).matches()) {
                words.add(word);
            }
        }
    }

    void write(Html html, String text) {
        Matcher matcher = WORD.matcher(text);
        int from = 0;
        while (matcher.find()) {
            if (words.contains(matcher.group().toLowerCase(Locale.ROOT))) {
                html.text(text.substring(from, matcher.start())).element("mark", matcher.group());
                from = matcher.end();
            }
        }
        html.text(text.substring(from));
    }

    /** With the words in «», in one line. */
    String plain(String text) {
        return WORD.matcher(text.replaceAll("\\s+", " "))
                .replaceAll(found -> Matcher.quoteReplacement(
                        words.contains(found.group().toLowerCase(Locale.ROOT))
                                ? "«" + found.group() + "»"
                                : found.group()));
    }
}
