package org.snmf.magics.report;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.progress.PeakMemory;

/** Sizes in bytes, and what this process takes of the machine's memory. */
public final class Memory {
    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(i?)b?", Pattern.CASE_INSENSITIVE);

    private Memory() {}

    /** The memory that this process holds resident, in MiB, where the system tells it. */
    public static OptionalLong residentMib() {
        return PeakMemory.residentNowMebibytes();
    }

    /** The number for a report, null where it is not known. */
    public static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /**
     * Reads a size such as {@code 1GiB}, {@code 500MB} or {@code 4096}.
     *
     * @throws InputException if it is none
     */
    public static long parse(String option, String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw new InputException(option, "a size such as 1GiB, 500MB or 4096", text, "");
        }
        int power =
                " kmgt".indexOf(size.group(2).isEmpty() ? " " : size.group(2).toLowerCase(Locale.ROOT));
        double unit = Math.pow(size.group(3).isEmpty() ? 1000 : 1024, power);
        return Math.round(Double.parseDouble(size.group(1)) * unit);
    }

    /** Bytes as a person says them. */
    public static String text(long bytes) {
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0)
                : String.format(Locale.ROOT, "%.2f GiB", bytes / 1073741824.0);
    }
}
