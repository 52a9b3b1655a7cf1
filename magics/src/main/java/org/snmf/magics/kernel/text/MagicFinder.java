package org.snmf.magics.kernel.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the magics of a cell. Java comes first: a magic is where a statement begins or after {@code =}, outside strings,
 * text blocks, character literals, comments and parentheses. There no Java program has a {@code %}, save one: the remainder
 * of an expression that goes on from the line above. A line that begins with {@code %} below a statement without its
 * semicolon is therefore a magic only if it names one and what follows could not be the rest of an expression.
 *
 * <p>A magic reaches to the end of its line; a line that ends in {@code \} goes on in the next.
 */
final class MagicFinder {
    private final String cell;
    private final Predicate<String> known;
    private final JavaText java;
    private final List<Magic> found = new ArrayList<>();
    private char last;
    private int lastAt;
    private final Deque<Character> open = new ArrayDeque<>();
    private boolean lineBegins = true;

    private MagicFinder(String cell, Predicate<String> known) {
        this.cell = cell;
        this.known = known;
        this.java = new JavaText(cell);
    }

    /** The magics of {@code cell} in order; {@code known} tells the names that there are. */
    static List<Magic> find(String cell, Predicate<String> known) {
        return new MagicFinder(cell, known).find();
    }

    private List<Magic> find() {
        int at = java.skipBlanksAndComments(0);
        if (cell.startsWith("%%", at) && isName(at + 2)) {
            add(at, at + 2, Magic.Kind.CELL);
            return found;
        }
        at = 0;
        while (at < cell.length()) {
            Magic.@Nullable Kind magic = cell.charAt(at) == '%' ? magic(at) : null;
            if (magic != null) {
                at = add(at, at + (magic == Magic.Kind.MISPLACED ? 2 : 1), magic);
                note(';', at);
            } else {
                at = step(at);
            }
        }
        return found;
    }

    private int step(int at) {
        JavaText.Kind kind = java.read(at);
        if (kind == JavaText.Kind.CODE) {
            note(cell.charAt(at), at);
        } else if (kind == JavaText.Kind.LITERAL) {
            note('"', at);
        } else if (cell.charAt(at) == '\n' || cell.charAt(at) == '\r') {
            lineBegins = true;
        }
        return java.end();
    }

    private void note(char c, int at) {
        last = c;
        lastAt = at;
        lineBegins = false;
        if (c == '(' || c == '[' || c == '{') {
            open.push(c);
        } else if (c == ')' || c == ']' || c == '}') {
            open.poll();
        }
    }

    /** What a {@code %} at this place is, or null if it is Java's. */
    private Magic.@Nullable Kind magic(int at) {
        boolean cellMagic = cell.startsWith("%%", at) && isName(at + 2);
        if (!cellMagic && !isName(at + 1)) {
            return null;
        }
        boolean assigns = last == '=' && (lastAt == 0 || "=!<>".indexOf(cell.charAt(lastAt - 1)) < 0);
        if (assigns && !cellMagic) {
            return Magic.Kind.VALUE;
        }
        boolean begins = (open.isEmpty() || open.peek() == '{')
                && (last == 0 || last == ';' || last == '{' || (lineBegins && (last == '}' || isMeant(at))));
        if (!begins) {
            return null;
        }
        return cellMagic ? Magic.Kind.MISPLACED : Magic.Kind.STATEMENT;
    }

    /** Whether the line can be nothing but a magic: it names one, and words or options follow, or nothing. */
    private boolean isMeant(int at) {
        Magic magic = magic(at, cell.startsWith("%%", at) ? at + 2 : at + 1, Magic.Kind.STATEMENT);
        String rest = magic.line().substring(magic.name().length());
        return known.test(magic.name()) && rest.matches("|\\s+(?!instanceof\\b)(\\w|--[a-z]|[\"'~]|\\.\\.?/).*");
    }

    private boolean isName(int at) {
        return at < cell.length() && Character.isJavaIdentifierStart(cell.charAt(at));
    }

    private int add(int from, int name, Magic.Kind kind) {
        Magic magic = magic(from, name, kind);
        found.add(magic);
        return magic.to();
    }

    private Magic magic(int from, int name, Magic.Kind kind) {
        StringBuilder line = new StringBuilder();
        int at = name;
        while (true) {
            int end = java.lineEnd(at);
            String part = cell.substring(at, end);
            if (!part.stripTrailing().endsWith("\\") || end == cell.length()) {
                line.append(part);
                return new Magic(from, end, kind, line.toString());
            }
            line.append(part.stripTrailing(), 0, part.stripTrailing().length() - 1)
                    .append(' ');
            at = cell.startsWith("\r\n", end) ? end + 2 : end + 1;
        }
    }
}
