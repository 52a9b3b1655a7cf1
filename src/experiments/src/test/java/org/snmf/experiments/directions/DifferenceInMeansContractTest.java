package org.snmf.experiments.directions;

import org.snmf.models.network.place.Site;

class DifferenceInMeansContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        return DifferenceInMeans.of(
                model().config(),
                1,
                EmbeddedDirections.CAPTURED.at(1, Site.MLP_OUT),
                EmbeddedDirections.CAPTURED.tokens(),
                DifferenceInMeans.Over.SENTENCES);
    }
}
