package org.snmf.experiments.directions;

import org.snmf.progress.Progress;

class PrincipalComponentsContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        return PrincipalComponents.of(model(), 1, EmbeddedDirections.A, 6, 1, Progress.NONE);
    }
}
