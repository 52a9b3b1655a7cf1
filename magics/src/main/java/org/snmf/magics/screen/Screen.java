package org.snmf.magics.screen;

import org.snmf.views.display.Display;

/**
 * Where a verb shows what it has to say: a notebook's cell or a terminal. The verbs know nothing else of their
 * surroundings, so that one class a verb serves every kernel and the shell.
 */
public interface Screen {
    /** Shows a line, or several, to the person. */
    void say(String text);

    /** Shows what the person must know but what did not end the work. */
    void warn(String text);

    /** Shows a view. */
    void show(Display display);

    /** Opens a place whose content can be replaced, for progress. */
    Live live();

    /** A place on the screen that is drawn again and again; what was drawn last stays. */
    interface Live {
        /** Replaces what stands there. */
        void draw(Display display);

        /** Nothing will be drawn any more. */
        void close();
    }
}
