package org.snmf.magics.kernel;

import java.lang.reflect.Array;
import java.util.StringJoiner;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;

/** Shows values as the library does, and arrays, which Java itself shows as an address, by what is in them. */
final class ValueRenderer extends Renderer {
    /** How much of an array of one dimension is shown; of more dimensions, a part in each. */
    private static final int SHOWN = 100;

    @Override
    protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
        if (value != null && value.getClass().isArray()) {
            data.putText(text(value, SHOWN));
        }
        return super.finalizeDisplayData(data, value);
    }

    private static String text(Object value, int shown) {
        if (value == null || !value.getClass().isArray()) {
            return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        }
        int length = Array.getLength(value);
        StringJoiner joined = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(length, shown); i++) {
            joined.add(text(Array.get(value, i), Math.max(5, shown / 5)));
        }
        if (length > shown) {
            joined.add("… " + (length - shown) + " more");
        }
        return joined.toString();
    }
}
