package org.snmf.factorize.fit;

class TorchSnmfTest extends SnmfContract {
    @Override
    String engine() {
        return "torch";
    }
}
