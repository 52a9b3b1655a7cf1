package org.snmf.factorize.panels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.engine.Block;
import org.snmf.engine.Engine;

/** Coefficients in native memory that outlive the engine of their fit. */
class HeldCoefficientsTest {
    private static final int RANK = 3;
    private static final Panels PANELS = new Panels(1000, 2, 128);

    @ParameterizedTest
    @ValueSource(strings = {"torch", "nd4j"})
    void areReadAfterTheirEngineIsClosed(String engineName) {
        Block[] blocks = new Block[PANELS.count()];
        HeldCoefficients held;
        Engine engine = Engine.open(engineName, 2);
        try (engine) {
            for (int b = 0; b < blocks.length; b++) {
                blocks[b] = engine.allocate(RANK, PANELS.size(b));
                for (int i = 0; i < RANK * PANELS.size(b); i++) {
                    int r = i / PANELS.size(b);
                    blocks[b].values().put(i, 1000 * r + PANELS.from(b) + i % PANELS.size(b));
                }
            }
            held = HeldCoefficients.owner(PANELS, blocks, RANK);
        }
        assertThat(engine.liveBlocks()).isZero();
        for (int r = 0; r < RANK; r++) {
            float[] row = held.feature(r);
            for (int t = 0; t < row.length; t++) {
                assertThat(row[t]).isEqualTo(1000 * r + t);
                assertThat(held.get(r, t)).isEqualTo(row[t]);
            }
        }
        assertThat(held.token(999)).containsExactly(999, 1999, 2999);
    }
}
