package org.snmf.factorize;

class Nd4jSnmfTest extends SnmfContract {
    @Override
    String engine() {
        return "nd4j";
    }
}
