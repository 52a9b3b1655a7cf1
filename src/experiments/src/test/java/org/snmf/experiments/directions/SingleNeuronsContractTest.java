package org.snmf.experiments.directions;

class SingleNeuronsContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        return SingleNeurons.mostVarying(model(), 1, EmbeddedDirections.A, 9);
    }
}
