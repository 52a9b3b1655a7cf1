package org.snmf.magics.run;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.views.display.Display;

/**
 * What a verb came to.
 *
 * @param value the object that {@code var x = %snmf VERB …} receives; null when the verb makes none
 * @param display what to show
 * @param report the same for {@code --json}: names and JSON-able values in the order to print
 * @param passed whether a verb that checks something found it right
 */
public record Outcome(@Nullable Object value, Optional<Display> display, Map<String, ?> report, boolean passed) {
    /** An outcome with everything. */
    public static Outcome of(@Nullable Object value, Display display, Map<String, ?> report) {
        return new Outcome(value, Optional.of(display), report, true);
    }

    /** An outcome that is only shown. */
    public static Outcome shown(Display display, Map<String, ?> report) {
        return of(null, display, report);
    }

    /** The same, of a check that failed. */
    public Outcome failed() {
        return new Outcome(value, display, report, false);
    }
}
