package org.snmf.matrix;

class TorchEngineTest extends EngineContract {
    @Override
    Engine open(int threads) {
        return new TorchEngine(threads);
    }
}
