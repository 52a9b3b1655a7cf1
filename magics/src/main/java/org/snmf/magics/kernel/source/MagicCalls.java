package org.snmf.magics.kernel.source;

import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.UndefinedMagicException;

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

    /** Lets a checked exception through as it is: a magic may stand in a lambda. */
    // E is in no parameter on purpose: it hides from the caller that the exception is a checked one.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E asIs(Throwable e) throws E {
        throw (E) e;
    }
}
