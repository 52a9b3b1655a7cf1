package org.snmf.experiments.directions;

class RandomDirectionsContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        return RandomDirections.of(model(), 1, 7, 3);
    }
}
