package org.snmf.magics.kernel.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.snmf.errors.InputException;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.run.Nearest;

/**
 * Turns magics into Java, each in the line where it stands, so that lines keep their numbers. JJava's own parser drops
 * quotes and backslashes of arguments, finds magics in strings, and gives a line magic no type; this one splits arguments
 * as a shell does and casts to what the magic returns, so that {@code var f = %snmf factorize …} has methods; {@code
 * {name}} in an argument is the value of a Java variable. Calls go
 * through {@link MagicCalls}, which every cell imports, since a variable may hide a package's name.
 */
public final class CellMagics extends MagicParser {
    /** Characters in one string constant: a class file takes 65,535 bytes, and a character may need three. */
    private static final int CONSTANT = 20_000;

    private static final Pattern BRACES =
            Pattern.compile("\\{\\{[^{}]*\\}\\}|\\{(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)\\}");

    private final Supplier<Collection<String>> names;
    private final Function<List<String>, Optional<Class<?>>> returns;

    /**
     * @param names the magics there are
     * @param returns what the line with these words, its name the first, returns
     */
    public CellMagics(Supplier<Collection<String>> names, Function<List<String>, Optional<Class<?>>> returns) {
        super("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler());
        this.names = names;
        this.returns = returns;
    }

    /** @throws InputException if a magic is unknown, has an open quote, or is one for whole cells after other code */
    @Override
    public String resolveMagics(String cell) {
        StringBuilder java = new StringBuilder();
        int at = 0;
        for (Magic magic : magics(cell)) {
            java.append(cell, at, magic.from());
            List<String> words = words(cell, magic);
            if (magic.kind() == Magic.Kind.CELL) {
                return java + call("$cellMagic", constants(body(cell, magic)), words);
            }
            String text = cell.substring(magic.from(), magic.to());
            java.append(
                    magic.kind() == Magic.Kind.VALUE
                            ? cast(words) + call("$valueMagic", "", words)
                            : call("$lineMagic", "", words));
            java.append(text.replaceAll("[^\n]", ""));
            at = magic.to();
        }
        return java + cell.substring(at);
    }

    /** Text after the {@code %} of the magic in which {@code cell} ends, if it ends in one. */
    public Optional<String> magicAtEnd(String cell) {
        List<Magic> magics = magics(cell);
        return magics.isEmpty() || magics.get(magics.size() - 1).to() != cell.length()
                ? Optional.empty()
                : Optional.of(magics.get(magics.size() - 1).line());
    }

    /** Whether {@code cell} is a magic for whole cells whose body may still go on, or ends in a continued line. */
    public boolean goesOn(String cell) {
        List<Magic> magics = magics(cell);
        if (magics.isEmpty()) {
            return false;
        }
        boolean body = magics.get(0).kind() == Magic.Kind.CELL && !cell.matches("(?s).*\\R[ \\t]*\\R?");
        return body
                || (cell.stripTrailing().endsWith("\\")
                        && magicAtEnd(cell.stripTrailing()).isPresent());
    }

    private List<Magic> magics(String cell) {
        Collection<String> there = names.get();
        return MagicFinder.find(cell, there::contains);
    }

    private List<String> words(String cell, Magic magic) {
        if (magic.kind() == Magic.Kind.MISPLACED) {
            throw new InputException(
                    line(cell, magic),
                    "%%" + magic.name() + " where the cell begins",
                    "it after other code",
                    "Move it and its body to a cell of their own, or write %" + magic.name() + ".");
        }
        String line = magic.line().strip();
        try {
            return ArgumentLine.split(line.endsWith(";") ? line.substring(0, line.length() - 1) : line);
        } catch (InputException e) {
            throw new InputException(
                    line(cell, magic) + ", %" + magic.name(),
                    e.expected(),
                    e.found(),
                    e.remedy() + " A magic ends with its line.",
                    e);
        }
    }

    private static String line(String cell, Magic magic) {
        return "line "
                + (1
                        + cell.substring(0, magic.from())
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
    }

    /** How a magic that nobody knows is refused. */
    public static InputException unknown(String name, boolean wholeCell, Collection<String> known) {
        String sign = wholeCell ? "%%" : "%";
        String there = known.stream().sorted().map(k -> sign + k).collect(Collectors.joining(", "));
        String remedy = Nearest.of(name, known)
                .map(near -> "Did you mean " + sign + near + "?")
                .orElse("Correct its name, or register it first.");
        return new InputException(sign + name, "one of " + there, "no such magic", remedy);
    }

    private static String body(String cell, Magic magic) {
        int from = magic.to();
        if (cell.startsWith("\r\n", from)) {
            return cell.substring(from + 2);
        }
        return from < cell.length() ? cell.substring(from + 1) : "";
    }

    private String cast(List<String> words) {
        return returns.apply(words)
                .map(type -> "(" + type.getCanonicalName() + ") ")
                .orElse("");
    }

    private static String call(String method, String first, List<String> words) {
        String arguments = words.stream().map(CellMagics::argument).collect(Collectors.joining(", "));
        return method + "(" + first + (first.isEmpty() ? "" : ", ") + arguments + ");";
    }

    private static String constants(String text) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < text.length(); i += CONSTANT) {
            parts.add(literal(text.substring(i, Math.min(text.length(), i + CONSTANT))));
        }
        return parts.stream().collect(Collectors.joining(", ", "new String[] {", "}"));
    }

    /** A word as a Java expression: {@code {name}} is the value of a variable, {@code {{…}}} a brace pair as it is. */
    private static String argument(String word) {
        Matcher braces = BRACES.matcher(word);
        StringBuilder expression = new StringBuilder();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (braces.find()) {
            text.append(word, at, braces.start());
            at = braces.end();
            if (braces.group(1) == null) {
                text.append(word, braces.start() + 1, braces.end() - 1);
            } else {
                expression
                        .append(literal(text.toString()))
                        .append(" + $text(\"")
                        .append(braces.group(1));
                expression.append("\", ").append(braces.group(1)).append(") + ");
                text.setLength(0);
            }
        }
        return expression + literal(text.append(word, at, word.length()).toString());
    }

    /** A Java string literal of {@code text}; everything but plain ASCII as escapes. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7E) {
                        literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        literal.append(c);
                    }
                }
            }
        }
        return literal.append('"').toString();
    }
}
