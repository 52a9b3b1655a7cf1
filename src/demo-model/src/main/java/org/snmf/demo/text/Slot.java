package org.snmf.demo.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a pattern: literal text, or a slot {@code {name number .column… :modifiers}}. A slot with a number keeps
 * its word for the whole paragraph; one without draws a new word each time.
 *
 * @param literal the text of a literal piece, otherwise null
 * @param path columns to follow from the drawn row
 */
record Slot(@Nullable String literal, String name, String number, List<String> path, Set<String> modifiers) {
    private static final Pattern SLOT =
            Pattern.compile("\\{([a-zA-Z]+)(\\d?)((?:\\.[a-z]+)*)(?::([a-z]+(?:,[a-z]+)*))?}");

    /** Splits {@code pattern} into its pieces. */
    static List<Slot> parse(String pattern) {
        List<Slot> pieces = new ArrayList<>();
        Matcher matcher = SLOT.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                pieces.add(literal(pattern.substring(end, matcher.start())));
            }
            String path = matcher.group(3);
            String modifiers = matcher.group(4);
            pieces.add(new Slot(
                    null,
                    matcher.group(1),
                    matcher.group(2),
                    path.isEmpty() ? List.of() : List.of(path.substring(1).split("\\.")),
                    modifiers == null ? Set.of() : Set.of(modifiers.split(","))));
            end = matcher.end();
        }
        if (end < pattern.length()) {
            pieces.add(literal(pattern.substring(end)));
        }
        return pieces;
    }

    private static Slot literal(String text) {
        return new Slot(text, "", "", List.of(), Set.of());
    }
}
