package org.snmf.magics.adapter;

import java.util.List;
import java.util.function.Function;
import org.snmf.factorize.Factorization;
import org.snmf.magics.report.FactorizationFacts;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;

/**
 * A type of values that a cell shows rich when one is its last expression.
 *
 * @param type the type, with all that extend or implement it
 * @param display what is shown of a value
 */
record Shown<T>(Class<T> type, Function<T, Display> display) {
    /** Every such type. */
    static final List<Shown<?>> ALL = List.of(
            new Shown<>(Display.class, shown -> shown),
            new Shown<>(Displayable.class, Displayable::display),
            new Shown<>(Factorization.class, FactorizationFacts::display));

    /** What is shown of {@code value}, which is of this type. */
    Display of(Object value) {
        return display.apply(type.cast(value));
    }
}
