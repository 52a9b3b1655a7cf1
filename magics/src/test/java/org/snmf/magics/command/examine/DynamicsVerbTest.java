package org.snmf.magics.command.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.dynamics.Dynamics;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.testkit.VerbTest;

class DynamicsVerbTest extends VerbTest {
    private static final Session SESSION = new Session();

    @BeforeAll
    static void capture() throws Exception {
        prepare(
                SESSION,
                "model embedded",
                "data time-units",
                "capture --layers 0",
                "factorize --layer 0 --rank 40 --sparsity 10% --iterations 6");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void showsWhenEachGroupActsAndItsOverlapWithTheFeatures() throws Exception {
        String line = "dynamics --neurons 50 --factors 3 --permutations 99";
        Outcome outcome = run(SESSION, line);
        Dynamics dynamics = (Dynamics) outcome.value();
        assertThat(dynamics.affinities().times()).contains("Monday", "December");
        assertThat(dynamics.groups()).hasSize(3);
        assertThat(screen.shown.get(0).plain()).contains("factor 2");
        assertThat(outcome.display().orElseThrow().plain()).contains("Jaccard", "by chance", "p = ");
        JsonNode json = json(SESSION, line);
        assertThat(json.get("p").asDouble()).isEqualTo(dynamics.overlap().p());
        assertThat(json.at("/groups/0/strengths")).hasSameSizeAs(json.get("times"));
        assertThat(json.at("/groups/0/communities/0/0").isInt()).isTrue();
    }

    @Test
    void stretchesFollowEachOther() throws Exception {
        JsonNode json = json(SESSION, "dynamics --neurons 30 --factors 2 --stretch 200 --permutations 9");
        assertThat(json.at("/times/0").asText()).isEqualTo("0–199");
        assertThatThrownBy(() -> run(SESSION, "dynamics --stretch 2"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least 8");
    }
}
