package org.snmf.factorize.fit;

class Nd4jSnmfTest extends SnmfContract {
    @Override
    String engine() {
        return "nd4j";
    }
}
