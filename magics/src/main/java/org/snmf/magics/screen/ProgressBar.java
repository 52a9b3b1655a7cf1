package org.snmf.magics.screen;

import java.util.Locale;
import org.snmf.progress.Step;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;

/** One state of a progress bar in two renderings. */
final class ProgressBar {
    private static final int CELLS = 24;

    private ProgressBar() {}

    /** The bar at {@code step}, {@code seconds} after the work began. */
    static Display of(Step step, double seconds) {
        double fraction = step.fraction();
        String left =
                fraction > 0 && fraction < 1 ? ", " + duration(seconds * (1 - fraction) / fraction) + " left" : "";
        return drawn(step, words(step, " of %,d", seconds) + left, fraction);
    }

    /**
     * The bar when the work is over, which may be before the last step that there could have been; full, unless the work was
     * stopped.
     */
    static Display ended(Step step, double seconds, boolean stopped) {
        String total = step.done() < step.total() ? " of at most %,d" : " of %,d";
        boolean early = stopped && step.done() < step.total();
        String words = words(step, early ? " of %,d" : total, seconds);
        return drawn(step, words + (early ? ", stopped" : ""), early ? step.fraction() : 1);
    }

    private static Display drawn(Step step, String words, double fraction) {
        if (Double.isNaN(fraction)) {
            return Display.of(html(words, 1), step.task() + " " + words);
        }
        int full = (int) Math.floor(fraction * CELLS);
        String cells = "█".repeat(full) + "░".repeat(CELLS - full);
        return Display.of(html(step.task() + " " + words, fraction), step.task() + " " + cells + " " + words);
    }

    private static String words(Step step, String total, double seconds) {
        StringBuilder words = new StringBuilder();
        words.append(String.format(Locale.ROOT, "%,d", step.done()));
        if (step.total() > 0) {
            words.append(String.format(Locale.ROOT, total, step.total()));
        }
        words.append(' ').append(step.unit());
        if (!step.detail().isEmpty()) {
            words.append(", ").append(step.detail());
        }
        words.append(", ").append(duration(seconds));
        return words.toString();
    }

    private static String html(String words, double fraction) {
        String width = String.format(Locale.ROOT, "%.1f%%", 100 * fraction);
        return new Html()
                .open("div", "class", "snmf-progress", "style", "max-width:44em;font-variant-numeric:tabular-nums")
                .open("div", "style", "height:5px;border-radius:3px;background:rgba(127,127,127,.25)")
                .open("div", "style", "height:5px;border-radius:3px;background:#2f7ed8;width:" + width)
                .close()
                .close()
                .element("div", words, "style", "font-size:85%;margin-top:2px")
                .close()
                .build();
    }

    /** Seconds as a person says them. */
    static String duration(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 6000
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
}
