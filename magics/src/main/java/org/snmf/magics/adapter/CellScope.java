package org.snmf.magics.adapter;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.snmf.errors.InputException;
import org.snmf.magics.imports.Imports;

/**
 * What cells of a stock kernel know, as in the bundled one: the imports under which they find the library, and the values
 * of variables as {@code {name}} in a magic. Both through the JShell that runs the cells.
 */
final class CellScope {
    private static final Pattern BRACES =
            Pattern.compile("\\{\\{([^{}]*)\\}\\}|\\{(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)\\}");
    /** Types whose values JShell shows as a magic wants them, but for quotes and what encloses lists. */
    private static final Pattern WORDS = Pattern.compile(
            "(java\\.(lang|util|nio\\.file)\\.)?(byte|short|int|long|float|double|boolean|char|Byte|Short|Integer"
                    + "|Long|Float|Double|Boolean|Character|String|Path|((List|Set|Collection)<.*>))|.*\\[\\]");

    private static final Pattern ARRAY = Pattern.compile("\\S*\\[\\d+\\] \\{ ?(.*?) ?\\}", Pattern.DOTALL);

    private final JShell shell;
    private final List<String> missing = new ArrayList<>(Imports.OF_THE_LIBRARY);

    CellScope(JShell shell) {
        this.shell = shell;
    }

    /** The cells of {@code kernel}, if it is a stock JJava or IJava that lets its JShell be found. */
    static Optional<CellScope> of(Object kernel) {
        try {
            return Optional.of(new CellScope((JShell) shell(kernel)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // The bundled kernel, which knows all this, or a version that hides it: cells then import by themselves.
            return Optional.empty();
        }
    }

    private static Object shell(Object kernel) throws ReflectiveOperationException {
        try {
            return call(kernel, "getJShell");
        } catch (NoSuchMethodException e) {
            Field evaluator = kernel.getClass().getDeclaredField("evaluator");
            evaluator.setAccessible(true);
            return call(evaluator.get(kernel), "getShell");
        }
    }

    private static Object call(Object object, String method)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        return object.getClass().getMethod(method).invoke(object);
    }

    /** Imports what is not imported yet; what the class path does not hold yet is tried again at the next call. */
    void bringImports() {
        missing.removeIf(line -> shell.eval(line).stream().allMatch(event -> event.status() == Snippet.Status.VALID));
    }

    /**
     * The words of a magic with the values of the variables that they name.
     *
     * @throws InputException for a variable that is not there, or is no text, number, path or list of these
     */
    List<String> words(List<String> words) {
        return words.stream().map(this::word).toList();
    }

    private String word(String word) {
        Matcher braces = BRACES.matcher(word);
        StringBuilder resolved = new StringBuilder();
        while (braces.find()) {
            String value = braces.group(2) == null ? "{" + braces.group(1) + "}" : value(braces.group(2));
            braces.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return braces.appendTail(resolved).toString();
    }

    private String value(String name) {
        VarSnippet variable = shell.variables()
                .filter(v -> v.name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> refused(name, "none of this name"));
        String shown = shell.varValue(variable);
        if (shown.equals("null") || !WORDS.matcher(variable.typeName()).matches()) {
            throw refused(name, shown.equals("null") ? "null" : "a " + variable.typeName());
        }
        Matcher array = ARRAY.matcher(shown);
        if (array.matches()) {
            return list(array.group(1));
        }
        boolean listed = shown.startsWith("[")
                && shown.endsWith("]")
                && variable.typeName().endsWith(">");
        return listed ? list(shown.substring(1, shown.length() - 1)) : bare(shown);
    }

    private static InputException refused(String name, String found) {
        return new InputException(
                "{" + name + "}",
                "a variable with a text, a number, a path or a list of these",
                found,
                "Declare it in a cell before, or write {{" + name + "}} for the braces themselves.");
    }

    private static String list(String entries) {
        return Arrays.stream(entries.split(", ")).map(CellScope::bare).collect(Collectors.joining(","));
    }

    /** A text or character without its quotes, which JShell shows with Java's escapes. */
    private static String bare(String shown) {
        boolean quoted = shown.length() > 1
                && ((shown.startsWith("\"") && shown.endsWith("\"")) || (shown.startsWith("'") && shown.endsWith("'")));
        return quoted ? shown.substring(1, shown.length() - 1).translateEscapes() : shown;
    }
}
