package org.snmf.factorize;

class TorchSnmfTest extends SnmfContract {
    @Override
    String engine() {
        return "torch";
    }
}
