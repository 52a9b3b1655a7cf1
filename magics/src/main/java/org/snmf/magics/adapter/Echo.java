package org.snmf.magics.adapter;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.run.Outcome;

/**
 * Since 1.0-a7 JJava shows the value that a magic returns, after the magic itself has shown it: in the same cell the same
 * thing twice. This tells such an echo from a value that a person asks for.
 */
final class Echo {
    private final IntSupplier cell;
    private @Nullable Object shown;
    private int shownIn;

    /** @param cell number of the cell that runs */
    Echo(IntSupplier cell) {
        this.cell = cell;
    }

    /** For a kernel of either kind. */
    static Echo of(BaseKernel kernel) {
        AtomicInteger never = new AtomicInteger();
        try {
            // The versions that drop the values of magics have this class.
            Class.forName("org.dflib.jjava.jupyter.kernel.magic.MagicParser", false, BaseKernel.class.getClassLoader());
            return new Echo(never::incrementAndGet);
        } catch (ClassNotFoundException e) {
            return counting(kernel, never);
        }
    }

    private static Echo counting(BaseKernel kernel, AtomicInteger never) {
        try {
            Field field = BaseKernel.class.getDeclaredField("executionCount");
            field.setAccessible(true);
            return new Echo(((AtomicInteger) field.get(kernel))::get);
        } catch (ReflectiveOperationException | ClassCastException e) {
            // A version that counts in another way shows values twice, and works.
            return new Echo(never::incrementAndGet);
        }
    }

    /** The value that a magic returns, which remembers that it was shown. */
    @Nullable
    Object returned(Outcome outcome) {
        shown = outcome.display().isPresent() ? outcome.value() : null;
        shownIn = cell.getAsInt();
        return outcome.value();
    }

    /** Whether a magic of this very cell has shown this very value. */
    boolean is(@Nullable Object value) {
        return value != null && value == shown && shownIn == cell.getAsInt();
    }
}
