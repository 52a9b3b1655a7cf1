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
}
