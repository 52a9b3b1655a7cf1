package org.snmf.magics.kernel.text;

/**
 * A magic in the text of a cell.
 *
 * @param from index of its {@code %}
 * @param to index after its last character; a line break or the end of the cell is there
 * @param kind where it stands
 * @param line what follows the {@code %} or {@code %%}, with continued lines joined
 */
record Magic(int from, int to, Kind kind, String line) {
    /** Where a magic stands. */
    enum Kind {
        /** Where a statement begins. */
        STATEMENT,
        /** After {@code =}, so that its value is asked for. */
        VALUE,
        /** At the beginning of the cell, which is its body. */
        CELL,
        /** {@code %%} after other code, where it means nothing. */
        MISPLACED
    }

    /** Its name, as far as one is written. */
    String name() {
        int end = 0;
        while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
            end++;
        }
        return line.substring(0, end);
    }
}
