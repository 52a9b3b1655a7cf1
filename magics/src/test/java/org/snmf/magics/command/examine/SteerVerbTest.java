package org.snmf.magics.command.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.testkit.VerbTest;
import org.snmf.views.steer.SteeringTable;

/** Steering from a session and from files alone. */
class SteerVerbTest extends VerbTest {
    private static final Session SESSION = new Session();
    private static final String SHORT = " --targets .05,.3 --samples 2 --max-new-tokens 6";

    @TempDir
    private static Path folder;

    private static Path file;

    @BeforeAll
    static void factorize() throws Exception {
        file = folder.resolve("features.safetensors");
        prepare(
                SESSION,
                "model embedded",
                "data embedded",
                "capture --layers 0",
                "factorize --rank 12 --sparsity 5% --iterations 10 --out " + file);
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void theReportHasTheKeysThatOutsideChecksRead() throws Exception {
        JsonNode report = json(SESSION, "steer --features 1,4" + SHORT);
        assertThat(report.get("features")).hasSize(2);
        assertThat(report.get("unsteered")).hasSize(2);
        assertThat(report.get("judge").asText()).startsWith("offline");
        for (JsonNode feature : report.get("features")) {
            assertThat(feature.get("signs")).hasSize(2);
            for (JsonNode sign : feature.get("signs")) {
                assertThat(sign.get("targets")).hasSize(2);
                for (JsonNode target : sign.get("targets")) {
                    boolean reached = target.get("state").asText().equals("reached");
                    assertThat(target.get("texts")).hasSize(reached ? 2 : 0);
                    assertThat(target.has("kl_target")).isTrue();
                    assertThat(target.get("alpha").isNull()).isNotEqualTo(reached);
                    if (reached) {
                        assertThat(target.get("kl").asDouble()
                                        / target.get("kl_target").asDouble())
                                .isBetween(.998, 1.002);
                        assertThat(target.at("/scores/0/concept/state").asText())
                                .isEqualTo("scored");
                    }
                }
            }
        }
        JsonNode snmf = report.at("/methods/SNMF");
        assertThat(snmf.get("n").asInt()).isEqualTo(2);
        assertThat(snmf.get("final_interval")).hasSize(2);
        assertThat(SESSION.heldFactorization()
                        .orElseThrow()
                        .sheet()
                        .column("steering")
                        .orElseThrow()
                        .values())
                .containsOnlyKeys(1, 4);
    }

    @Test
    void withoutAJudgeTheScoresThatNeedNoneAreShown() throws Exception {
        Outcome outcome = run(SESSION, "steer --features 2 --judge none" + SHORT);
        SteeringTable table = (SteeringTable) outcome.value();
        assertThat(table.display().plain()).contains("No judge", "unsteered", "output score");
        assertThat(table.directions().get(0).cells()).allSatisfy(cell -> {
            assertThat(cell.perplexity()).isGreaterThan(1);
            assertThat(cell.concept()).isNaN();
        });
    }

    @Test
    void filesAloneAreEnoughAndKeptTextsAreTakenUpAgain() throws Exception {
        Path texts = folder.resolve("texts.json");
        String line = "steer --factorization " + file + " --model embedded --judge none --texts " + texts + SHORT;
        try (Session fresh = new Session()) {
            JsonNode first = json(fresh, line + " --features 0");
            long size = Files.size(texts);
            JsonNode more = json(fresh, line + " --features 0,3");
            assertThat(more.get("features").get(0))
                    .isEqualTo(first.get("features").get(0));
            assertThat(Files.size(texts)).isGreaterThan(size);
        }
    }

    @Test
    void aDryRunCountsTextsAndSteersNothing() throws Exception {
        JsonNode plan = json(SESSION, "steer --features 1,2,3 --dry-run --judge none");
        assertThat(plan.get("texts").asInt()).isEqualTo(3 * 14 * 8);
        assertThat(plan.get("seconds_estimate").asDouble()).isPositive();
        assertThat(plan.get("calls").asInt()).isZero();
    }

    @Test
    void featuresThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> run(SESSION, "steer --features 99 --judge none" + SHORT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0 to 11");
    }
}
