package org.snmf.magics.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.verbs.Verbs;

/**
 * Turns magics into Java. JJava's own parser drops quotes and backslashes of arguments and gives a line magic no type;
 * this one splits arguments as a shell does and casts to what the verb returns, so that {@code var f = %snmf factorize …}
 * has methods. A line magic starts its line or follows {@code =}; a cell magic starts the cell. Lines of a text block
 * and of a comment are left alone.
 */
final class CellMagics extends MagicParser {
    private static final Pattern CELL = Pattern.compile("\\A\\s*%%(\\w[^\\r\\n]*)(?:\\R|\\z)");
    private static final Pattern LINE = Pattern.compile("^(\\s*|.*[^=!<>]=\\s*)%(\\w.*?)\\s*$");
    private static final String STATICS = BaseNotebookStatics.class.getName();

    CellMagics() {
        super("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler());
    }

    @Override
    public String resolveMagics(String cell) {
        Matcher whole = CELL.matcher(cell);
        if (whole.find()) {
            List<String> words = ArgumentLine.split(whole.group(1));
            String body = cell.substring(whole.end());
            return STATICS + ".<Object>cellMagic(" + literal(words.get(0)) + ", " + list(words) + ", " + literal(body)
                    + ");";
        }
        CodeLines code = new CodeLines();
        return cell.lines().map(line -> code.isCode(line) ? line(line) : line).collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        Matcher magic = LINE.matcher(line);
        if (!magic.matches()) {
            return line;
        }
        String before = magic.group(1);
        String after = magic.group(2);
        boolean assigned = !before.isBlank();
        if (assigned && after.endsWith(";")) {
            after = after.substring(0, after.length() - 1);
        }
        List<String> words = ArgumentLine.split(after);
        String call = STATICS + ".<Object>lineMagic(" + literal(words.get(0)) + ", " + list(words) + ");";
        return before + (assigned ? cast(words) : "") + call;
    }

    private static String cast(List<String> words) {
        if (!words.get(0).equals("snmf")) {
            return "";
        }
        return Verbs.returns(words.subList(1, words.size()))
                .map(type -> "(" + type.getCanonicalName() + ") ")
                .orElse("");
    }

    private static String list(List<String> words) {
        return words.subList(1, words.size()).stream()
                .map(CellMagics::literal)
                .collect(Collectors.joining(", ", "java.util.List.of(", ")"));
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
                        literal.append(String.format("\\u%04x", (int) c));
                    } else {
                        literal.append(c);
                    }
                }
            }
        }
        return literal.append('"').toString();
    }
}
