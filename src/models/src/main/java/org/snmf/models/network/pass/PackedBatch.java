package org.snmf.models.network.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences of a pass, one behind the other without padding, shortest first. Everything but attention works on single
 * rows and never sees where one sequence ends; attention works on groups of equal length.
 *
 * @param rows what the rows are
 * @param groups neighbours of equal length
 * @param order for each sequence of this batch, in its order here, its index in the caller's list
 */
public record PackedBatch(TokenRows rows, List<Group> groups, int[] order) {
    /**
     * Sequences of equal length that lie together.
     *
     * @param firstRow row of the first token of the first of them
     * @param count how many they are
     * @param length tokens in each
     * @param firstSequence index of the first of them in this batch
     */
    public record Group(int firstRow, int count, int length, int firstSequence) {
        public int rows() {
            return count * length;
        }
    }

    /** All sequences in batches of at most {@code batchTokens} tokens; a longer sequence makes a batch of its own. */
    public static List<PackedBatch> plan(List<int[]> sequences, int batchTokens) {
        int[] byLength = IntStream.range(0, sequences.size())
                .boxed()
                .sorted(Comparator.comparingInt(s -> sequences.get(s).length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<PackedBatch> batches = new ArrayList<>();
        int first = 0;
        long tokens = 0;
        for (int i = 0; i < byLength.length; i++) {
            int length = sequences.get(byLength[i]).length;
            if (i > first && tokens + length > batchTokens) {
                batches.add(of(sequences, byLength, first, i));
                first = i;
                tokens = 0;
            }
            tokens += length;
        }
        batches.add(of(sequences, byLength, first, byLength.length));
        return batches;
    }

    private static PackedBatch of(List<int[]> sequences, int[] byLength, int from, int to) {
        int[] order = IntStream.range(from, to).map(i -> byLength[i]).toArray();
        int tokens = IntStream.of(order).map(s -> sequences.get(s).length).sum();
        TokenRows rows = new TokenRows(new int[tokens], new int[tokens], new int[tokens]);
        List<Group> groups = new ArrayList<>();
        int row = 0;
        for (int i = 0; i < order.length; i++) {
            int[] ids = sequences.get(order[i]);
            extend(groups, row, i, ids.length);
            for (int position = 0; position < ids.length; position++, row++) {
                rows.ids()[row] = ids[position];
                rows.positions()[row] = position;
                rows.sequences()[row] = order[i];
            }
        }
        return new PackedBatch(rows, groups, order);
    }

    private static void extend(List<Group> groups, int row, int sequence, int length) {
        Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
        if (last != null && last.length() == length) {
            groups.set(groups.size() - 1, new Group(last.firstRow(), last.count() + 1, length, last.firstSequence()));
        } else {
            groups.add(new Group(row, 1, length, sequence));
        }
    }

    /** Row of the last token of each sequence, in the order here. */
    public int[] lastRows() {
        int[] last = new int[order.length];
        for (Group group : groups) {
            for (int i = 0; i < group.count(); i++) {
                last[group.firstSequence() + i] = group.firstRow() + (i + 1) * group.length() - 1;
            }
        }
        return last;
    }
}
