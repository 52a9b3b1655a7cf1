package org.snmf.magics.command.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.snmf.errors.InputException;
import org.snmf.magics.command.PreparedSession;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;
import org.snmf.testkit.VerbTest;
import org.snmf.views.steer.SteeringTable;

/** Steering from a session and from files alone. */
class SteerVerbTest extends VerbTest {
    @RegisterExtension
    private static final PreparedSession PREPARED = new PreparedSession(
            "model embedded",
            "data embedded",
            "capture --layers 0",
            "factorize --rank 12 --sparsity 5% --iterations 10 --out {folder}/features.safetensors");

    private static final Session SESSION = PREPARED.session();
    private static final Path FEATURES = PREPARED.file("features.safetensors");
    private static final String SHORT = " --targets .05,.3 --samples 2 --max-new-tokens 6";

    @Test
    void theBestAreThoseWithTheGreatestOutputScore() throws Exception {
        String line = " --targets .05 --samples 1 --max-new-tokens 3 --judge none";
        JsonNode all = json(SESSION, "steer" + line).get("features");
        List<Integer> ranked = new ArrayList<>();
        List<JsonNode> sorted = new ArrayList<>();
        all.forEach(sorted::add);
        sorted.sort((a, b) -> Double.compare(
                b.at("/signs/0/output_score").asDouble(),
                a.at("/signs/0/output_score").asDouble()));
        sorted.subList(0, 3).forEach(one -> ranked.add(one.get("feature").asInt()));
        JsonNode best = json(SESSION, "steer --best 3" + line).get("features");
        assertThat(best).extracting(one -> one.get("feature").asInt()).containsExactlyElementsOf(ranked);
        assertThatThrownBy(() -> run(SESSION, "steer --best 3 --features 1" + line))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without --features");
    }

    @Test
    void aPlanOfTheBestComputesNoScore() throws Exception {
        RecordingScreen screen = new RecordingScreen();
        new Runner(SESSION).run(ArgumentLine.split("steer --best 3 --dry-run --judge none"), Optional.empty(), screen);
        assertThat(screen.lives).allMatch(List::isEmpty);
        assertThat(json(SESSION, "steer --best 3 --dry-run --judge none").at("/features"))
                .isEqualTo(json(SESSION, "steer --features 1,2,3 --dry-run --judge none")
                        .at("/features"));
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
        Path texts = PREPARED.file("texts.json");
        String line = "steer --factorization " + FEATURES + " --model embedded --judge none --texts " + texts + SHORT;
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
    void rivalsAreSteeredWithUnderTheSameProtocol() throws Exception {
        String line = "steer --features 1,4,5 --baseline random,neurons,diffmeans --labels tokens" + SHORT;
        JsonNode report = json(SESSION, line);
        assertThat(report.get("features")).hasSize(3);
        for (String method : new String[] {"SNMF", "random", "single neurons"}) {
            JsonNode one = report.get("methods").get(method);
            assertThat(one)
                    .as(method + " in " + report.get("methods").fieldNames())
                    .isNotNull();
            assertThat(one.get("n").asInt()).isEqualTo(3);
            assertThat(one.get("final_interval")).hasSize(2);
        }
        assertThat(report.get("rivals").size()).isGreaterThan(6);
        assertThat(report.at("/methods/single neurons/features_less_it").has("final"))
                .isTrue();
        for (JsonNode rival : report.get("rivals")) {
            assertThat(rival.get("signs").get(0).get("description").asText()).contains(", ");
            if (rival.get("method").asText().equals("difference-in-means")) {
                List<String> labels = new ArrayList<>();
                report.get("features")
                        .forEach(feature -> labels.add(feature.get("label").asText()));
                assertThat(labels).contains(rival.get("label").asText());
            }
        }
        SteeringTable table = (SteeringTable) run(SESSION, line).value();
        assertThat(table.display().plain()).contains("SNMF less the others, by label");
        assertThatThrownBy(() -> run(SESSION, line.replace("--labels tokens", "--labels describer")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("judged alike");
    }

    @Test
    void aCellHasPromptsOneALine() throws Exception {
        Outcome outcome =
                run(SESSION, "steer --features 2 --judge none --json" + SHORT, "In the morning\n\nShe said that\n");
        assertThat(outcome.report().get("prompts")).isEqualTo(List.of("In the morning", "She said that"));
    }

    @Test
    void thePublishedProtocolIsNamed() throws Exception {
        JsonNode report = json(SESSION, "steer --features 2 --published" + SHORT);
        assertThat(report.get("protocol").asText()).isEqualTo("published");
        JsonNode signs = report.get("features").get(0).get("signs");
        for (int t = 0; t < 2; t++) {
            assertThat(signs.get(1).get("targets").get(t).get("alpha"))
                    .isEqualTo(signs.get(0).get("targets").get(t).get("alpha"));
        }
    }

    @Test
    void aDryRunCountsTextsAndSteersNothing() throws Exception {
        JsonNode plan = json(SESSION, "steer --features 1,2,3 --dry-run --judge none");
        assertThat(plan.get("texts").asInt()).isEqualTo(3 * 14 * 8);
        assertThat(plan.get("seconds_estimate").asDouble()).isPositive();
        assertThat(plan.get("calls").asInt()).isZero();
        JsonNode more = json(SESSION, "steer --features 1,2,3 --dry-run --judge none --baseline pca");
        assertThat(more.get("texts").asInt()).isEqualTo(2 * 3 * 14 * 8);
    }

    @Test
    void featuresThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> run(SESSION, "steer --features 99 --judge none" + SHORT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0 to 11");
    }
}
