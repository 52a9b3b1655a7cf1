package org.snmf.magics.command.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.experiments.intervene.EffectMatrix;
import org.snmf.experiments.intervene.NeutralPrompts;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.testkit.VerbTest;

/** The verbs of how neurons compose, on the model and the sentences that come with the library. */
class ComposeVerbsTest extends VerbTest {
    private static final Session SESSION = new Session();

    @TempDir
    private Path folder;

    private Outcome run(String line) throws Exception {
        return run(SESSION, line);
    }

    private JsonNode json(String line) throws Exception {
        return json(SESSION, line);
    }

    @BeforeAll
    static void capture() throws Exception {
        prepare(
                SESSION,
                "model embedded",
                "data time-units",
                "capture --layers 0 --leave-out function-words,punctuation",
                "factorize --layer 0 --rank 200 --sparsity 10% --iterations 20",
                "tree --layer 0 --ranks 100,30 --sparsity 7% --iterations 15 --scale unit");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void neuronsTakesTheNeutralPromptsAndShowsTheSpread() throws Exception {
        EffectMatrix effects = (EffectMatrix) run("neurons --concepts days").value();
        assertThat(effects.prompts()).isEqualTo(NeutralPrompts.TEXTS.size());
        assertThat(effects.groups()).contains("in at least 3 of 7 features");
        // One of seven by chance.
        assertThat(effects.rowsOwnLargest()).isGreaterThanOrEqualTo(4);
        assertThat(screen.shown.get(0).plain()).contains("±", "Core");
        JsonNode one = json("neurons --concepts days --prompt \"I think that\" --core-of 2");
        assertThat(one.get("prompts").asInt()).isEqualTo(1);
        assertThat(one.get("changes")).hasSize(8);
    }

    @Test
    void dryRunsShowShapesAndDoNothing() throws Exception {
        Object tree = SESSION.heldTree().orElseThrow();
        JsonNode plan = json("tree --layer 0 --ranks 300,100,40 --dry-run");
        assertThat(plan.get("features").asInt()).isEqualTo(440);
        assertThat(plan.get("bytes").asLong()).isGreaterThan(4L * 768 * 1081);
        assertThat(json("tree --layer 0 --ranks 300,100 --fine-tune constrained --dry-run")
                        .get("seconds_estimate")
                        .asDouble())
                .isGreaterThan(plan.get("seconds_estimate").asDouble() / 10);
        assertThat(json("overlap --concepts days --concepts months --dry-run")
                        .get("tests")
                        .asInt())
                .isEqualTo(3);
        JsonNode neurons = json("neurons --dry-run");
        assertThat(neurons.get("groups").asInt()).isEqualTo(8);
        assertThat(neurons.get("prompts").asInt()).isEqualTo(24);
        JsonNode coverage = json("coverage --dry-run");
        assertThat(coverage.get("parents").asInt()).isBetween(2, 30);
        assertThat(coverage.has("coverage")).isFalse();
        assertThat(SESSION.heldTree()).containsSame((org.snmf.magics.session.HeldTree) tree);
        assertThatThrownBy(() -> run("tree --dry-run")).hasMessageContaining("--ranks");
        assertThatThrownBy(() -> run("coverage --level 2 --dry-run")).hasMessageContaining("1 to 1");
    }

    @Test
    void aFineTuneGoesOnFromTheCurrentTreeAndFromAFile() throws Exception {
        Path file = folder.resolve("tree.safetensors");
        JsonNode first = json("tree --fine-tune constrained --fine-tune-iterations 3 --out " + file);
        assertThat(first.get("fine_tune_iterations").asInt()).isEqualTo(3);
        assertThat(first.at("/negative_coefficients/0").asDouble()).isZero();
        JsonNode second = json("tree --fine-tune constrained --fine-tune-iterations 2");
        assertThat(second.get("fine_tune_iterations").asInt()).isEqualTo(5);
        JsonNode read = json("tree --tree " + file + " --fine-tune constrained --fine-tune-iterations 2");
        assertThat(read.get("fine_tune_errors_after")).isEqualTo(second.get("fine_tune_errors_after"));
        assertThat(read.at("/fine_tune_errors_after/1").asDouble())
                .isLessThan(read.at("/fine_tune_errors_before/1").asDouble());
        run("tree --fine-tune constrained --fine-tune-iterations 1");
        assertThat(screen.shown.get(0).plain()).contains("level 0", "level 1");
        assertThatThrownBy(() -> run("tree --ranks 20,10 --tree " + file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--ranks or --tree");
    }

    @Test
    void overlapTestsDaysAgainstRandomFeatures() throws Exception {
        JsonNode report = json("overlap --concepts days --seed 1");
        assertThat(report.at("/shared/0/mean").asDouble())
                .isGreaterThan(report.at("/shared/0/chance").asDouble());
    }

    @Test
    void labelsOfTheDataAreConceptsToo() throws Exception {
        JsonNode overlap =
                json("overlap --concepts \"seasons;hours, minutes and seconds\" --concepts \"Monday;March\"");
        assertThat(overlap.get("features"))
                .extracting(f -> f.get("concept").asText())
                .containsExactly("seasons", "hours, minutes and seconds", "Monday", "March");
        assertThat(overlap.at("/features/0/hits").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(json("neurons --concepts \"seasons;Monday\" --prompt \"I think that\"")
                        .get("changes"))
                .hasSize(3);
        assertThatThrownBy(() -> run("overlap --concepts \"seasns;Monday\""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Did you mean 'seasons'?");
        assertThatThrownBy(() -> run("overlap --concepts \"seasons;Monday\" --concepts months"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("either words or labels");
    }

    @Test
    void overlapRefusesAConceptThatStandsTwice() {
        for (String concepts : new String[] {"Monday,Tuesday,monday", "days --concepts Friday,March"}) {
            assertThatThrownBy(() -> run("overlap --concepts " + concepts))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("each concept once, in one group");
        }
    }

    @Test
    void overlapNamesTheConceptsThatItTested() throws Exception {
        JsonNode report = json("overlap --concepts Monday,Sunday,xylophone --seed 1");
        assertThat(report.at("/shared/0/group").asText()).isEqualTo("within Monday…Sunday (2 of 3)");
    }
}
