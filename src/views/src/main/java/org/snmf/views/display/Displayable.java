package org.snmf.views.display;

/** A view: something that a notebook shows when it is the value of a cell. */
public interface Displayable {
    /** What to show, in its rich and its plain rendering. */
    Display display();
}
