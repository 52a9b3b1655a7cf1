package org.snmf.magics.kernel.cells;

/**
 * The text of a cell, or of a file that a cell loads.
 *
 * @param name how others speak of it: {@code cell 3}, {@code helpers.jshell}
 * @param text as the person wrote it
 * @param java the same with its magics turned into Java, line by line
 */
record CellSource(String name, String text, String java) {
    /** The line with this number, counted from 1, as the person wrote it. */
    String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }

    /** The number of the line of {@code java} that holds this index. */
    int lineAt(int index) {
        return 1
                + (int) java.substring(0, Math.min(index, java.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
