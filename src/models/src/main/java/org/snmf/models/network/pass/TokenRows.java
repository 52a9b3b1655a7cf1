package org.snmf.models.network.pass;

/**
 * What the rows of a packed array [N, width] are: tokens of several sequences, one sequence behind the other.
 *
 * @param ids token of each row
 * @param positions position of each row in its sequence
 * @param sequences index of each row's sequence in the list that the pass was given
 */
public record TokenRows(int[] ids, int[] positions, int[] sequences) {
    public int count() {
        return ids.length;
    }

    /** Tokens of the text that each row is of, as far as it was read. */
    int[] lengths() {
        int[] lengths = new int[count()];
        for (int row = count() - 1; row >= 0; row--) {
            boolean last = row + 1 == count() || sequences[row + 1] != sequences[row];
            lengths[row] = last ? positions[row] + 1 : lengths[row + 1];
        }
        return lengths;
    }
}
