package org.snmf.engine;

class Nd4jEngineTest extends EngineContract {
    @Override
    Engine open(int threads) {
        return new Nd4jEngine(threads);
    }
}
