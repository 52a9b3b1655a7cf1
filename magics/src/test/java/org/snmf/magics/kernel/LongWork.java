package org.snmf.magics.kernel;

import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.snmf.magics.adapter.JJava;
import org.snmf.magics.screen.LiveProgress;
import org.snmf.magics.screen.Screen;
import org.snmf.progress.Step;

/** A magic of the tests that reports steps as a verb does. */
final class LongWork {
    private LongWork() {}

    static Object steps(BaseKernel kernel, List<String> arguments) throws InterruptedException {
        int total = Integer.parseInt(arguments.get(0));
        Screen screen = JJava.screen(kernel);
        try (LiveProgress progress = new LiveProgress(screen)) {
            for (int i = 1; i <= total; i++) {
                Thread.sleep(300);
                progress.report(new Step("work", i, total, "steps", ""));
            }
        }
        return null;
    }
}
