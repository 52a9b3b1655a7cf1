package org.snmf.magics.command.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.snmf.errors.InputException;
import org.snmf.files.Safetensors;
import org.snmf.magics.command.PreparedSession;
import org.snmf.magics.session.Session;
import org.snmf.testkit.VerbTest;
import org.snmf.views.detect.DetectionTable;

/** Detection and baselines from a session, and from files alone. */
class DetectVerbTest extends VerbTest {
    @RegisterExtension
    private static final PreparedSession PREPARED = new PreparedSession(
            "model embedded",
            "data embedded --hold-out 5",
            "capture --layers 0",
            "factorize --rank 30 --sparsity 5% --iterations 15 --out {folder}/features.safetensors");

    private static final Session SESSION = PREPARED.session();
    private static final Path FEATURES = PREPARED.file("features.safetensors");

    @Test
    void theReportHasTheKeysThatOutsideChecksReadAndCountsEveryFeature() throws Exception {
        JsonNode report = json(SESSION, "detect --data embedded --baseline diffmeans,random");
        assertThat(report.get("held_out").asText()).isEqualTo("yes");
        JsonNode snmf = report.at("/methods/SNMF");
        assertThat(snmf.get("n").asInt() + snmf.get("unscored").asInt()).isEqualTo(30);
        assertThat(snmf.get("positive_share").asDouble()).isBetween(0.0, 1.0);
        assertThat(snmf.get("interval")).hasSize(2);
        assertThat(snmf.get("interval").get(0).asDouble())
                .isLessThanOrEqualTo(snmf.get("positive_share").asDouble());
        assertThat(snmf.get("auc").asDouble()).isBetween(0.3, 1.0);
        assertThat(report.at("/methods/difference-in-means/n").asInt()
                        + report.at("/methods/difference-in-means/unscored").asInt())
                .isEqualTo(22);
        assertThat(report.at("/methods/random/space").asText()).isEqualTo("layer.0.mlp_act");
        assertThat(report.get("features")).hasSize(30);
        for (JsonNode feature : report.get("features")) {
            assertThat(feature.get("score").isNull())
                    .isNotEqualTo(feature.get("reason").isNull());
        }
    }

    @Test
    void aCellShowsBoxesAndATable() throws Exception {
        DetectionTable table = (DetectionTable)
                run(SESSION, "detect --data embedded --baseline pca").value();
        assertThat(table.display().plain()).contains("SNMF", "principal components", "SNMF less the others");
        assertThat(table.display().html()).contains("<table", "Concept detection, embedded, layer 0, k = 30");
        assertThat(screen.shown).isNotEmpty();
    }

    @Test
    void fromFilesAloneItSaysThatNothingIsKnownOfTheFit() throws Exception {
        try (Session other = new Session()) {
            JsonNode report = json(other, "detect --factorization " + FEATURES + " --model embedded --data embedded");
            assertThat(report.get("held_out").asText()).isEqualTo("unknown");
            assertThat(report.get("features")).hasSize(30);
        }
    }

    @Test
    void writtenSentencesAreTestedOn() throws Exception {
        Path written = PREPARED.file("written.json");
        Files.writeString(
                written,
                "{\"animals\": {\"activating\": [\"The dog barked at the cat.\"], \"neutral\": [\"Rain fell.\"]},"
                        + " \"food\": {\"activating\": [\"We ate bread and soup.\"], \"neutral\": [\"He slept.\"]}}");
        JsonNode report = json(SESSION, "detect --data embedded --written " + written);
        int without = report.at("/methods/SNMF/states/no_sentences").asInt();
        assertThat(without).isPositive();
        Files.writeString(written, "{\"animals\": [\"The dog barked.\"]}");
        assertThatThrownBy(() -> run(SESSION, "detect --written " + written))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("JSON of the shape");
    }

    @Test
    void aDryRunMeasuresNothingAndSaysWhatItWouldTake() throws Exception {
        JsonNode plan = json(SESSION, "detect --data embedded --baseline all --epochs 10 --dry-run");
        assertThat(plan.get("dry_run").asBoolean()).isTrue();
        assertThat(plan.get("tested").asInt()).isEqualTo(110);
        assertThat(plan.get("autoencoders").asInt()).isEqualTo(2);
        assertThat(plan.get("seconds_estimate").asDouble()).isPositive();
        assertThat(json(SESSION, "baseline --data embedded --methods pca --dry-run")
                        .get("methods"))
                .hasSize(1);
    }

    @Test
    void baselinesAreMadeMeasuredAndWritten() throws Exception {
        Path out = PREPARED.file("directions.safetensors");
        JsonNode report =
                json(SESSION, "baseline --data embedded --methods sae-topk,diffmeans --epochs 3 --out " + out);
        assertThat(report.at("/methods/SNMF/kl_recovered").asDouble()).isBetween(0.0, 1.0);
        assertThat(report.at("/methods/SAE TopK/explained_variance").isNumber()).isTrue();
        assertThat(report.at("/methods/difference-in-means/kl_recovered").isNull())
                .isTrue();
        try (Safetensors written = Safetensors.open(out)) {
            assertThat(written.tensor("1.steering").info().shape()).isEqualTo(List.of(30L, 192L));
            assertThat(written.tensor("2.detection").info().shape()).isEqualTo(List.of(22L, 192L));
        }
    }

    @Test
    void wrongInputSaysWhatToDo() {
        assertThatThrownBy(() -> run(SESSION, "detect --baseline pcaa"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Did you mean 'pca'?");
        assertThatThrownBy(() -> run(SESSION, "detect --data embedded --held 9 --grid some --baseline sae-l1"))
                .hasMessageContaining("--grid");
        Path plain = PREPARED.file("plain.txt");
        assertThatThrownBy(() -> {
                    Files.writeString(plain, "One sentence.\nAnother one.\n");
                    run(SESSION, "detect --data " + plain);
                })
                .hasMessageContaining("at least two labels");
        try (Session empty = new Session()) {
            assertThatThrownBy(() -> run(empty, "detect")).hasMessageContaining("model");
        }
    }
}
