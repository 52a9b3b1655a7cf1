package org.snmf.magics.screen;

import org.snmf.views.display.Display;

/** Lets only warnings through: what a machine reads must not be mixed with what a person reads. */
public final class QuietScreen implements Screen {
    private static final Live NOWHERE = new Live() {
        @Override
        public void draw(Display display) {}

        @Override
        public void close() {}
    };

    private final Screen screen;

    public QuietScreen(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void say(String text) {}

    @Override
    public void warn(String text) {
        screen.warn(text);
    }

    @Override
    public void show(Display display) {}

    @Override
    public Live live() {
        return NOWHERE;
    }
}
