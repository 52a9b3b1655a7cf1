package org.snmf.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TorchEngineTest extends EngineContract {
    @Override
    Engine open(int threads) {
        return new TorchEngine(threads);
    }

    @Test
    void keepsNoNativeArrayOverAThousandProducts() {
        try (TorchEngine engine = new TorchEngine(2)) {
            Block x = engine.allocate(20, 30);
            Block[] out = {engine.allocate(20, 20), engine.allocate(20, 20)};
            int before = engine.nativeArrays();
            engine.forEach(1000, (lane, task) -> {
                engine.multiplyTransposed(x, x, out[lane], task % 3 != 0);
                engine.add(out[lane], out[lane]);
            });
            assertThat(before).isEqualTo(6);
            assertThat(engine.nativeArrays()).isEqualTo(before);
        }
    }
}
