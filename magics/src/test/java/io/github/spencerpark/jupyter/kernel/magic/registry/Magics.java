package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.util.HashMap;
import java.util.Map;

/** Stands for the class of this name in tests. */
public final class Magics {
    public final Map<String, LineMagicFunction<?>> lines = new HashMap<>();
    public final Map<String, CellMagicFunction<?>> cells = new HashMap<>();

    public void registerLineMagic(String name, LineMagicFunction<?> magic) {
        lines.put(name, magic);
    }

    public void registerCellMagic(String name, CellMagicFunction<?> magic) {
        cells.put(name, magic);
    }
}
