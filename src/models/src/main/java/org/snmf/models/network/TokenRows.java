package org.snmf.models.network;

/**
 * What the rows of a packed array [N, width] are: tokens of several sequences, one sequence behind the other.
 *
 * @param ids token of each row
 * @param positions position of each row in its sequence
 * @param sequences index of each row's sequence in the list that the pass was given
 */
record TokenRows(int[] ids, int[] positions, int[] sequences) {
    int count() {
        return ids.length;
    }
}
