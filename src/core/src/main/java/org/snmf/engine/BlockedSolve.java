package org.snmf.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * X ← S⁻¹ B from a {@link Cholesky} factorization of a large S, as {@link Cholesky#solve} but for rounding: rows go in
 * groups, what the solved rows take from a group is a dense product, and only the rows of one group wait for each other.
 */
final class BlockedSolve implements AutoCloseable {
    private static final int ROWS = 64;
    private static final int STRIP = 256;

    private final Engine engine;
    private final int size;
    private final List<Group> groups = new ArrayList<>();
    private final int[] all = new int[ROWS];

    /**
     * Rows [first, last) of the factor, negated.
     *
     * @param above rows of Uᵀ left of the diagonal square, what earlier rows take; null for the first group
     * @param below rows of U right of the diagonal square, what later rows take; null for the last group
     * @param forward for each row of the group its entries of Uᵀ in the diagonal square
     * @param backward for each row its entries of U in the diagonal square, those of the diagonal and below it zero
     * @param diagonal 1 / U[i, i]
     */
    private record Group(
            int first,
            int last,
            @Nullable Block above,
            @Nullable Block below,
            float[][] forward,
            float[][] backward,
            float[] diagonal) {}

    /** Copies the factor; the memory is 4·k² bytes of the engine. */
    BlockedSolve(Cholesky factor, Engine engine) {
        this.engine = engine;
        this.size = factor.size();
        for (int i = 0; i < ROWS; i++) {
            all[i] = i;
        }
        for (int first = 0; first < size; first += ROWS) {
            int count = Math.min(ROWS, size - first);
            groups.add(new Group(
                    first,
                    first + count,
                    first == 0 ? null : engine.allocate(count, first),
                    first + count == size ? null : engine.allocate(count, size - first - count),
                    new float[count][count],
                    new float[count][count],
                    new float[count]));
        }
        engine.forEach(groups.size(), (lane, g) -> fill(groups.get(g), factor));
    }

    private static void fill(Group group, Cholesky factor) {
        int size = factor.size();
        int count = group.last - group.first;
        if (group.above != null) {
            // Row by row of U, since a column of it is one entry from each of many rows.
            for (int j = 0; j < group.first; j++) {
                for (int i = 0; i < count; i++) {
                    group.above.values().put(i * group.first + j, (float) -factor.upper(j, group.first + i));
                }
            }
        }
        for (int i = 0; i < count; i++) {
            for (int j = group.last; group.below != null && j < size; j++) {
                group.below.values().put(i * (size - group.last) + j - group.last, (float)
                        -factor.upper(group.first + i, j));
            }
            for (int j = i + 1; j < count; j++) {
                group.backward[i][j] = (float) -factor.upper(group.first + i, group.first + j);
                group.forward[j][i] = group.backward[i][j];
            }
            group.diagonal[i] = (float) (1 / factor.upper(group.first + i, group.first + i));
        }
    }

    /** What one lane keeps for one width of a strip. */
    private final class Work implements AutoCloseable {
        private final int width;
        private final Block strip;
        private final Block product;
        private final List<Block> views = new ArrayList<>();
        private final float[][] rows;
        private final float[] row;

        Work(int width) {
            this.width = width;
            this.strip = engine.allocate(size, width);
            this.product = engine.allocate(Math.min(ROWS, size), width);
            this.rows = new float[Math.min(ROWS, size)][width];
            this.row = new float[width];
        }

        private Block view(Block of, int from, int count) {
            Block view = of.rows(from, count);
            views.add(view);
            return view;
        }

        void solve() {
            for (Group group : groups) {
                take(group, group.above, 0, group.first);
                for (int i = 0; i < group.last - group.first; i++) {
                    RowKernels.addCombination(rows[i], width, rows, all, group.forward[i], 0, i);
                    RowKernels.scale(rows[i], width, group.diagonal[i]);
                }
                putBack(group);
            }
            for (int g = groups.size() - 1; g >= 0; g--) {
                Group group = groups.get(g);
                int count = group.last - group.first;
                take(group, group.below, group.last, size - group.last);
                for (int i = count - 1; i >= 0; i--) {
                    RowKernels.addCombination(rows[i], width, rows, all, group.backward[i], i + 1, count);
                    RowKernels.scale(rows[i], width, group.diagonal[i]);
                }
                putBack(group);
            }
            views.forEach(Block::close);
            views.clear();
        }

        /** The group's rows, less what {@code count} rows from {@code from} on take from them. */
        private void take(Group group, @Nullable Block factor, int from, int count) {
            FloatBuffer values = strip.values();
            for (int i = 0; i < group.last - group.first; i++) {
                values.get((group.first + i) * width, rows[i]);
            }
            if (factor == null) {
                return;
            }
            Block taken = view(product, 0, group.last - group.first);
            engine.multiply(factor, view(strip, from, count), taken, false);
            for (int i = 0; i < group.last - group.first; i++) {
                product.values().get(i * width, row);
                RowKernels.add(row, rows[i], width);
            }
        }

        private void putBack(Group group) {
            for (int i = 0; i < group.last - group.first; i++) {
                strip.values().put((group.first + i) * width, rows[i]);
            }
        }

        @Override
        public void close() {
            strip.close();
            product.close();
        }
    }

    /**
     * X ← S⁻¹ B in place, strips of columns divided among the lanes.
     *
     * @param b B (k × any number) on entry, X on return
     */
    void solve(Block b) {
        int columns = b.columns();
        int strips = (columns + STRIP - 1) / STRIP;
        Work[] whole = new Work[engine.threads()];
        engine.forEach(strips, (lane, task) -> {
            int from = task * STRIP;
            int width = Math.min(STRIP, columns - from);
            if (width < STRIP) {
                try (Work last = new Work(width)) {
                    solve(b, from, last);
                }
                return;
            }
            if (whole[lane] == null) {
                whole[lane] = new Work(STRIP);
            }
            solve(b, from, whole[lane]);
        });
        for (Work work : whole) {
            if (work != null) {
                work.close();
            }
        }
    }

    private void solve(Block b, int from, Work work) {
        FloatBuffer strip = work.strip.values();
        for (int r = 0; r < size; r++) {
            b.values().get(r * b.columns() + from, work.row);
            strip.put(r * work.width, work.row);
        }
        work.solve();
        for (int r = 0; r < size; r++) {
            strip.get(r * work.width, work.row);
            b.values().put(r * b.columns() + from, work.row);
        }
    }

    @Override
    public void close() {
        for (Group group : groups) {
            if (group.above != null) {
                group.above.close();
            }
            if (group.below != null) {
                group.below.close();
            }
        }
    }
}
