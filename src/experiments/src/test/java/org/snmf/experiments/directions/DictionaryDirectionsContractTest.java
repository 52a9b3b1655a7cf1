package org.snmf.experiments.directions;

import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Made;

class DictionaryDirectionsContractTest extends ConceptDirectionsContract {
    @Override
    ConceptDirections directions() {
        int d = model().config().hidden();
        return DictionaryDirections.of("made", new Made(3).dictionary(d, 12, d, new Gate.Relu()), model(), 1, 4, 11);
    }
}
