package org.snmf.magics.adapter;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.snmf.magics.screen.Screen;
import org.snmf.views.display.Display;

/** The cell of a kernel of JJava's family. Uses only what has stayed the same over its versions. */
final class JupyterScreen implements Screen {
    private final BaseKernel kernel;

    JupyterScreen(BaseKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void say(String text) {
        kernel.getIO().out.println(text);
    }

    @Override
    public void warn(String text) {
        kernel.getIO().err.println(text);
    }

    @Override
    public void show(Display display) {
        kernel.display(data(display));
    }

    @Override
    public Live live() {
        String id = UUID.randomUUID().toString();
        Consumer<DisplayData> first = kernel::display;
        Consumer<DisplayData> later = kernel.getIO().display::updateDisplay;
        return new Live() {
            private boolean drawn;

            @Override
            public void draw(Display display) {
                DisplayData data = data(display);
                data.putTransientData("display_id", id);
                (drawn ? later : first).accept(data);
                drawn = true;
            }

            @Override
            public void close() {}
        };
    }

    /** A display as the kernel's message has it. */
    static DisplayData data(Display display) {
        DisplayData data = new DisplayData();
        for (Map.Entry<String, String> entry : display.mimeBundle().entrySet()) {
            data.putData(entry.getKey(), (Object) entry.getValue());
        }
        return data;
    }
}
