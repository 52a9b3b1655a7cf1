package org.snmf.magics.kernel.cells;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of variables that no cell has assigned. JShell declares a variable anew, and so sets it to null or 0,
 * whenever anything that its initializer names is declared anew: after {@code int k = 3;} and {@code var f = fit(k);} a
 * second {@code int k = 3;} takes f away; and it gives a variable up when its initializer no longer compiles, as after an
 * import that makes a name ambiguous. The old value still lies in the class that held the variable before. It is put
 * where the variable is now; where that cannot be, since its own type is another now, the person is told.
 */
final class KeptVariables {
    private final JShell shell;
    private final ResultControl control;
    private final Consumer<String> warn;
    private final Map<String, Field> fields = new HashMap<>();

    KeptVariables(JShell shell, ResultControl control, Consumer<String> warn) {
        this.shell = shell;
        this.control = control;
        this.warn = warn;
    }

    /** Looks at all variables after a snippet; {@code declared} names those that it has declared itself. */
    void after(Set<String> declared) {
        List<VarSnippet> gone = new ArrayList<>();
        for (VarSnippet variable : shell.variables().toList()) {
            @Nullable Field before = fields.get(variable.name());
            if (declared.contains(variable.name())) {
                fields.remove(variable.name());
                before = null;
            }
            if (shell.status(variable) != Status.VALID) {
                if (before != null) {
                    gone.add(variable);
                }
                continue;
            }
            String holder = shell.sourceCodeAnalysis().wrapper(variable).fullClassName();
            if (before == null || !before.getDeclaringClass().getName().equals(holder)) {
                Field now = field(holder, variable.name());
                if (before != null && now != null && !copy(before, now)) {
                    lost(variable, before);
                } else if (now != null) {
                    fields.put(variable.name(), now);
                }
            }
        }
        gone.forEach(this::declareAgain);
    }

    /** Declares a variable by its type alone, which holds no matter what its first value was made of. */
    private void declareAgain(VarSnippet variable) {
        Field before = Objects.requireNonNull(fields.remove(variable.name()), variable::name);
        String type = before.getGenericType()
                .getTypeName()
                .replaceAll("REPL\\.\\$JShell\\$\\w+\\$", "")
                .replace('$', '.');
        for (SnippetEvent event : shell.eval(type + " " + variable.name() + ";")) {
            if (event.snippet() instanceof VarSnippet again && event.status() == Status.VALID) {
                Field now = field(shell.sourceCodeAnalysis().wrapper(again).fullClassName(), again.name());
                if (now != null && copy(before, now)) {
                    fields.put(again.name(), now);
                    return;
                }
                lost(again, before);
                return;
            }
        }
        lost(variable, before);
    }

    /** A name that says nothing is better than one that says null. */
    private void lost(VarSnippet variable, Field before) {
        fields.remove(variable.name());
        shell.drop(variable);
        if (!variable.name().startsWith("$")) {
            warn.accept(variable.name() + " is gone: its type "
                    + before.getType().getSimpleName()
                    + " is another now than when it was made. Run the cell again that makes it.");
        }
    }

    private static boolean copy(Field from, Field to) {
        try {
            to.set(null, from.get(null));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("JShell keeps variables in fields that cannot be set", e);
        }
    }

    private @Nullable Field field(String holder, String name) {
        try {
            Field field = control.type(holder).getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            // Declared by a snippet that was stopped before its class was there.
            return null;
        }
    }
}
