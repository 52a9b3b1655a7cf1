package org.snmf.engine;

import java.util.HashMap;
import java.util.Map;

/** Blocks of a fixed number of rows that each lane keeps to itself, one for each number of columns that it met. */
public final class LaneBlocks implements AutoCloseable {
    private final Engine engine;
    private final int rows;
    private final Map<Integer, Block>[] byColumns;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public LaneBlocks(Engine engine, int rows) {
        this.engine = engine;
        this.rows = rows;
        this.byColumns = new Map[engine.threads()];
        for (int lane = 0; lane < byColumns.length; lane++) {
            byColumns[lane] = new HashMap<>();
        }
    }

    /** The lane's block with this many columns, with whatever it held last. */
    public Block get(int lane, int columns) {
        return byColumns[lane].computeIfAbsent(columns, c -> engine.allocate(rows, c));
    }

    @Override
    public void close() {
        for (Map<Integer, Block> blocks : byColumns) {
            blocks.values().forEach(Block::close);
            blocks.clear();
        }
    }
}
