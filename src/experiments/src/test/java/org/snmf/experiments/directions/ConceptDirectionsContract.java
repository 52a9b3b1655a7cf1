package org.snmf.experiments.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LanguageModel;

/** What every kind of directions promises, whatever it was made from; on the embedded model unless told otherwise. */
abstract class ConceptDirectionsContract {
    LanguageModel model() {
        return EmbeddedDirections.MODEL;
    }

    abstract ConceptDirections directions();

    @Test
    void everyDirectionIsAsWideAsItsSpace() {
        ModelConfig config = model().config();
        ConceptDirections directions = directions();
        directions.space().check(config);
        assertThat(directions.size()).isPositive();
        for (int i = 0; i < directions.size(); i++) {
            assertThat(directions.detection(i))
                    .hasSize(directions.space().site().width(config));
        }
    }

    @Test
    void steeringVectorsHaveLengthOneAndOnlyDeadDirectionsHaveNone() {
        ConceptDirections directions = directions();
        for (int i = 0; i < directions.size(); i++) {
            assertThat(directions.steering(i).isEmpty()).isEqualTo(directions.dead(i));
            directions.steering(i).ifPresent(f -> {
                assertThat(f).hasSize(model().config().hidden());
                assertThat(Vectors.length(f)).isCloseTo(1, within(1e-6));
            });
        }
    }

    @Test
    void arraysAreTheCallersOwn() {
        ConceptDirections directions = directions();
        directions.detection(0)[0] = 1e9f;
        directions.steering(0).orElseThrow()[0] = 1e9f;
        assertThat(directions.detection(0)[0]).isNotEqualTo(1e9f);
        assertThat(directions.steering(0).orElseThrow()[0]).isNotEqualTo(1e9f);
    }

    @Test
    void sourcesAndNamesTellThemApart() {
        ConceptDirections directions = directions();
        Set<Integer> sources = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < directions.size(); i++) {
            sources.add(directions.source(i));
            names.add(directions.name(i));
        }
        assertThat(sources).hasSize(directions.size());
        assertThat(names).hasSize(directions.size());
        assertThat(directions.method()).isNotBlank();
    }
}
