package org.snmf.factorize.compare;

import java.util.Arrays;

/**
 * The assignment of rows to different columns with the greatest sum of values: the Hungarian method with potentials and
 * shortest augmenting paths (Jonker and Volgenant 1987), O(rows² · columns).
 */
final class Assignment {
    private final double[][] value;
    private final double[] rowPotential;
    private final double[] columnPotential;
    private final int[] rowOf;
    private final int[] path;

    private Assignment(double[][] value) {
        int columns = value[0].length;
        this.value = value;
        this.rowPotential = new double[value.length];
        this.columnPotential = new double[columns];
        this.rowOf = new int[columns];
        this.path = new int[columns];
        Arrays.fill(rowOf, -1);
    }

    /**
     * The column of each row.
     *
     * @param value entry [i][j] is what row i gains from column j; finite, with at least as many columns as rows
     */
    static int[] best(double[][] value) {
        if (value.length == 0) {
            return new int[0];
        }
        Assignment assignment = new Assignment(value);
        for (int row = 0; row < value.length; row++) {
            assignment.augment(row);
        }
        int[] columnOf = new int[value.length];
        for (int j = 0; j < assignment.rowOf.length; j++) {
            if (assignment.rowOf[j] >= 0) {
                columnOf[assignment.rowOf[j]] = j;
            }
        }
        return columnOf;
    }

    /** Finds the cheapest way to give {@code row} a column, moving other rows, and takes it. Cost is minus value. */
    private void augment(int row) {
        int columns = rowOf.length;
        double[] distance = new double[columns];
        boolean[] done = new boolean[columns];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int from = -1;
        int at = row;
        double reached = 0;
        while (true) {
            int next = -1;
            for (int j = 0; j < columns; j++) {
                if (!done[j]) {
                    double d = reached - value[at][j] - rowPotential[at] - columnPotential[j];
                    if (d < distance[j]) {
                        distance[j] = d;
                        path[j] = from;
                    }
                    if (next < 0 || distance[j] < distance[next]) {
                        next = j;
                    }
                }
            }
            done[next] = true;
            reached = distance[next];
            if (rowOf[next] < 0) {
                updatePotentials(row, done, distance, reached);
                flip(row, next);
                return;
            }
            from = next;
            at = rowOf[next];
        }
    }

    private void updatePotentials(int row, boolean[] done, double[] distance, double reached) {
        rowPotential[row] += reached;
        for (int j = 0; j < done.length; j++) {
            if (done[j]) {
                columnPotential[j] += distance[j] - reached;
                if (rowOf[j] >= 0) {
                    rowPotential[rowOf[j]] += reached - distance[j];
                }
            }
        }
    }

    private void flip(int row, int last) {
        int column = last;
        while (path[column] >= 0) {
            rowOf[column] = rowOf[path[column]];
            column = path[column];
        }
        rowOf[column] = row;
    }
}
