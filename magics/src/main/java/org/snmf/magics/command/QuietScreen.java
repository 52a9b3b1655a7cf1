package org.snmf.magics.command;

import org.snmf.magics.Screen;
import org.snmf.views.display.Display;

/** Lets only warnings through: what a machine reads must not be mixed with what a person reads. */
final class QuietScreen implements Screen {
    private static final Live NOWHERE = new Live() {
        @Override
        public void draw(Display display) {}

        @Override
        public void close() {}
    };

    private final Screen screen;

    QuietScreen(Screen screen) {
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
