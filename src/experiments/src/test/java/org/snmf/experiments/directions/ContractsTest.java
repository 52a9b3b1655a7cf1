package org.snmf.experiments.directions;

import org.junit.jupiter.api.Nested;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Site;
import org.snmf.progress.Progress;

/** The contract, kept by every kind. */
class ContractsTest {
    abstract static class OnTheEmbeddedModel extends ConceptDirectionsContract {
        @Override
        LanguageModel model() {
            return EmbeddedDirections.MODEL;
        }
    }

    @Nested
    class Snmf extends OnTheEmbeddedModel {
        @Override
        ConceptDirections directions() {
            return SnmfDirections.of(EmbeddedDirections.FIT.features(), model(), 1);
        }
    }

    @Nested
    class Means extends OnTheEmbeddedModel {
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

    @Nested
    class Random extends OnTheEmbeddedModel {
        @Override
        ConceptDirections directions() {
            return RandomDirections.of(model(), 1, 7, 3);
        }
    }

    @Nested
    class RandomOnSupports extends OnTheEmbeddedModel {
        @Override
        ConceptDirections directions() {
            return RandomDirections.likeFeatures(EmbeddedDirections.FIT.features(), model(), 1, 3);
        }
    }

    @Nested
    class Neurons extends OnTheEmbeddedModel {
        @Override
        ConceptDirections directions() {
            return SingleNeurons.mostVarying(model(), 1, EmbeddedDirections.A, 9);
        }
    }

    @Nested
    class Components extends OnTheEmbeddedModel {
        @Override
        ConceptDirections directions() {
            return PrincipalComponents.of(model(), 1, EmbeddedDirections.A, 6, 1, Progress.NONE);
        }
    }
}
