package org.snmf.views.plot;

import org.snmf.views.display.Visible;

/** A category that is distinct by its place on the axis and shows its name, which others may have too. */
record Place(int index, String name) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return Visible.cut(Visible.text(name), ChartLook.LONGEST_NAME);
    }
}
