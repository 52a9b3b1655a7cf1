package org.snmf.experiments.directions;

class SnmfDirectionsContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        return SnmfDirections.of(EmbeddedDirections.FIT.features(), model(), 1);
    }
}
