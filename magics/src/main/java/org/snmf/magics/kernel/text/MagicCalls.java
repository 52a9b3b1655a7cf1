package org.snmf.magics.kernel.text;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.UndefinedMagicException;
import org.snmf.errors.InputException;

/** What magics become: methods that every cell imports by names which no person writes. */
public final class MagicCalls {
    private MagicCalls() {}

    /** Runs a line magic for what it does. */
    public static void $lineMagic(String name, String... arguments) {
        $valueMagic(name, arguments);
    }

    /** Runs a line magic for the value that it returns. */
    public static Object $valueMagic(String name, String... arguments) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        try {
            return kernel.getMagicsRegistry().<Object, BaseKernel>evalLineMagic(kernel, name, List.of(arguments));
        } catch (UndefinedMagicException e) {
            throw CellMagics.unknown(name, false, kernel.getMagicsRegistry().getLineMagicNames());
        } catch (Exception e) {
            throw MagicCalls.<RuntimeException>asIs(e);
        }
    }

    /** Runs a magic for a whole cell, whose body comes in parts. */
    public static void $cellMagic(String[] body, String name, String... arguments) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        try {
            kernel.getMagicsRegistry()
                    .<Object, BaseKernel>evalCellMagic(kernel, name, List.of(arguments), String.join("", body));
        } catch (UndefinedMagicException e) {
            throw CellMagics.unknown(name, true, kernel.getMagicsRegistry().getCellMagicNames());
        } catch (Exception e) {
            throw MagicCalls.<RuntimeException>asIs(e);
        }
    }

    /**
     * The value of a variable as a word of a magic: entries of arrays and collections joined by commas, names of
     * constants in small letters.
     *
     * @throws InputException if it is null, or no text, number, path or list of these
     */
    public static String $text(String name, Object value) {
        if (value instanceof Collection<?> entries) {
            return entries.stream().map(entry -> $text(name, entry)).collect(Collectors.joining(","));
        }
        if (value != null && value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> $text(name, Array.get(value, i)))
                    .collect(Collectors.joining(","));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Path) {
            return value.toString();
        }
        throw new InputException(
                "{" + name + "}",
                "a variable with a text, a number, a path or a list of these",
                value == null ? "null" : value.getClass().getSimpleName(),
                "Give it such a value, or write {{" + name + "}} for the braces themselves.");
    }

    /** Lets a checked exception through as it is: a magic may stand in a lambda. */
    // E is in no parameter on purpose: it hides from the caller that the exception is a checked one.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E asIs(Throwable e) throws E {
        throw (E) e;
    }
}
