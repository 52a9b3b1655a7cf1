package io.github.spencerpark.jupyter.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.List;

/** Stands for the class of this name in tests. */
public final class DisplayStream {
    public final List<DisplayData> displayed = new ArrayList<>();
    public final List<DisplayData> updated = new ArrayList<>();

    public void display(DisplayData data) {
        displayed.add(data);
    }

    public void updateDisplay(DisplayData data) {
        updated.add(data);
    }
}
