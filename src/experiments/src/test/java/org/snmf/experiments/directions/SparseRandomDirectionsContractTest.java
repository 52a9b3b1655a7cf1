package org.snmf.experiments.directions;

class SparseRandomDirectionsContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        return RandomDirections.likeFeatures(EmbeddedDirections.FIT.features(), model(), 1, 3);
    }
}
