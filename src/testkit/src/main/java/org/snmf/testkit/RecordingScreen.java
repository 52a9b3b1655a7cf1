package org.snmf.testkit;

import java.util.ArrayList;
import java.util.List;
import org.snmf.magics.screen.Screen;
import org.snmf.views.display.Display;

/**
 * A screen that remembers what a verb showed.
 *
 * <p>{@code said}, {@code warned} and {@code shown} hold it in order; {@code lives} what each place for progress drew.
 */
public final class RecordingScreen implements Screen {
    public final List<String> said = new ArrayList<>();
    public final List<String> warned = new ArrayList<>();
    public final List<Display> shown = new ArrayList<>();
    public final List<List<Display>> lives = new ArrayList<>();

    @Override
    public void say(String text) {
        said.add(text);
    }

    @Override
    public void warn(String text) {
        warned.add(text);
    }

    @Override
    public void show(Display display) {
        shown.add(display);
    }

    @Override
    public Live live() {
        List<Display> drawn = new ArrayList<>();
        lives.add(drawn);
        return new Live() {
            @Override
            public void draw(Display display) {
                drawn.add(display);
            }

            @Override
            public void close() {}
        };
    }
}
