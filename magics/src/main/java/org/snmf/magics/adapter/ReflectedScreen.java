package org.snmf.magics.adapter;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.screen.Screen;
import org.snmf.views.display.Display;

/** The cell of an IJava kernel, reached by reflection. */
final class ReflectedScreen implements Screen {
    private final Object stream;
    private final PrintStream out;
    private final PrintStream err;
    private final Class<?> dataType;
    private final Method put;
    private final Method putTransient;
    private final Method display;
    private final Method update;

    /** The screen of {@code kernel}, an IJava JavaKernel. */
    ReflectedScreen(Object kernel) throws ReflectiveOperationException {
        Object io = kernel.getClass().getMethod("getIO").invoke(kernel);
        stream = io.getClass().getField("display").get(io);
        out = (PrintStream) io.getClass().getField("out").get(io);
        err = (PrintStream) io.getClass().getField("err").get(io);
        dataType = stream.getClass()
                .getClassLoader()
                .loadClass("io.github.spencerpark.jupyter.kernel.display.DisplayData");
        put = dataType.getMethod("putData", String.class, Object.class);
        putTransient = dataType.getMethod("putTransientData", String.class, Object.class);
        display = stream.getClass().getMethod("display", dataType);
        update = stream.getClass().getMethod("updateDisplay", dataType);
    }

    @Override
    public void say(String text) {
        out.println(text);
    }

    @Override
    public void warn(String text) {
        err.println(text);
    }

    @Override
    public void show(Display shown) {
        send(display, shown, null);
    }

    @Override
    public Live live() {
        String id = UUID.randomUUID().toString();
        return new Live() {
            private boolean drawn;

            @Override
            public void draw(Display shown) {
                send(drawn ? update : display, shown, id);
                drawn = true;
            }

            @Override
            public void close() {}
        };
    }

    /** Puts every rendering of {@code shown} into {@code data}, a DisplayData. */
    void fill(Object data, Display shown) throws ReflectiveOperationException {
        for (Map.Entry<String, String> entry : shown.mimeBundle().entrySet()) {
            put.invoke(data, entry.getKey(), entry.getValue());
        }
    }

    private void send(Method how, Display shown, @Nullable String id) {
        try {
            Object data = dataType.getConstructor().newInstance();
            fill(data, shown);
            if (id != null) {
                putTransient.invoke(data, "display_id", id);
            }
            how.invoke(stream, data);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this IJava is not like version 1.3, for which the magics were made", e);
        }
    }
}
