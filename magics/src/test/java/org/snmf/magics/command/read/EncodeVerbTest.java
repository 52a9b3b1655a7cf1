package org.snmf.magics.command.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.files.Safetensors;
import org.snmf.magics.command.PreparedSession;
import org.snmf.magics.kernel.BrokenModels;
import org.snmf.magics.session.Session;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Provenance;
import org.snmf.testkit.VerbTest;
import org.snmf.views.table.EncodedText;

/** New text in frozen features, from a cell and from files alone. */
class EncodeVerbTest extends VerbTest {
    @RegisterExtension
    private static final PreparedSession PREPARED = new PreparedSession(
            "model embedded",
            "data time-units --first 60",
            "capture --layers 0",
            "factorize --rank 20 --sparsity 10% --iterations 15 --out {folder}/features.safetensors");

    private static final Session SESSION = PREPARED.session();
    private static final Path FEATURES = PREPARED.file("features.safetensors");
    private static final String TEXT = "We met on Monday & <ate>.\nIn July it rained.";

    @Test
    void aCellShowsWhatEachSentenceAndTokenUses() throws Exception {
        Factorization before = SESSION.factorization();
        EncodedText encoded = (EncodedText) run(SESSION, "encode", TEXT).value();
        assertThat(encoded.coefficients().features()).isEqualTo(20);
        assertThat(encoded.coefficients().tokens()).isEqualTo(encoded.tokens().size());
        assertThat(encoded.display().html())
                .contains("<mark", "of its peak", "&amp; &lt;ate&gt;")
                .doesNotContain("<ate>");
        assertThat(encoded.display().plain()).contains("In July it rained.", "«", "strongest features", "#");
        assertThat(SESSION.factorization()).isSameAs(before);
        assertThat(SESSION.sentences()).hasSize(60);
    }

    @Test
    void theReportNamesTheStrongestFeaturesOfEachToken() throws Exception {
        JsonNode report = json(SESSION, "encode --top 2 --data time-units", null);
        assertThat(report.get("layer").asInt()).isZero();
        assertThat(report.get("site").asText()).isEqualTo("mlp_act");
        assertThat(report.get("relative_error").asDouble()).isBetween(0.0, 1.0);
        JsonNode features = report.at("/sentences/0/tokens/1/features");
        assertThat(features.size()).isBetween(1, 2);
        assertThat(report.get("relative_error_of_fit").asDouble())
                .isEqualTo(SESSION.factorization().relativeError());
        assertThat(features.get(0).get("of_peak").asDouble()).isPositive();
    }

    @Test
    void filesAloneAreEnoughForAShell() throws Exception {
        Path data = Files.writeString(PREPARED.file("new.txt"), TEXT);
        Path out = PREPARED.file("y.safetensors");
        EncodedText inSession = (EncodedText) run(SESSION, "encode", TEXT).value();
        try (Session shell = new Session()) {
            JsonNode report = json(
                    shell,
                    "encode --model embedded --factorization " + FEATURES + " --data " + data + " --out " + out,
                    null);
            assertThat(report.get("sentences")).hasSize(2);
        }
        try (Safetensors in = Safetensors.open(out)) {
            assertThat(in.info("y").shape())
                    .containsExactly(20L, (long) inSession.tokens().size());
            assertThat(in.tensor("y").floats()[3])
                    .isEqualTo(inSession.coefficients().get(0, 3));
            JsonNode provenance = new ObjectMapper().readTree(in.metadata().get("provenance"));
            assertThat(provenance.at("/options/layer").asText()).isEqualTo("0");
            assertThat(provenance.at("/options/factorization.rank").asText()).isEqualTo("20");
            assertThat(provenance.at("/inputs/features").asText()).hasSize(64);
            assertThat(provenance.at("/inputs/model.safetensors").asText()).hasSize(64);
            assertThat(in.metadata().get("tokens")).contains("\" Monday\"");
        }
    }

    @Test
    void featuresOfATensorInAStoreRecordTheirPlaceAndModel() throws Exception {
        Path store = PREPARED.file("store");
        Path shard = store.resolve("activations-00000.safetensors");
        try (Session session = new Session()) {
            run(session, "capture --model embedded --data time-units --layers 0,1 --out " + store, null);
        }
        for (String input : new String[] {shard + "#layer.1.mlp_act", store + "#layer.1.mlp_act"}) {
            Path out = PREPARED.file("of-a-tensor.safetensors");
            try (Session session = new Session()) {
                run(session, "factorize --rank 3 --iterations 2 --input " + input + " --out " + out, null);
            }
            assertThat(Factorization.load(out).provenance().options())
                    .containsEntry("layer", "1")
                    .containsEntry("site", "mlp_act")
                    .containsKey("model.model.safetensors");
            try (Session session = new Session()) {
                String line = "encode --model embedded --factorization " + out;
                assertThat(json(session, line, TEXT).get("layer").asInt()).isOne();
            }
        }
        try (Session session = new Session()) {
            assertThatThrownBy(() -> run(session, "factorize --rank 3 --input " + store + "#layer.7.mlp_act", null))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("expected one of layer.0.mlp_act, layer.1.mlp_act, found layer.7.mlp_act");
        }
    }

    @Test
    void featuresOfAnotherModelOrLayerAreRefused() throws Exception {
        Path other = new BrokenModels(PREPARED.folder()).withBytes(EmbeddedModel.directory(), bytes -> {
            bytes.putFloat(bytes.limit() - 4, 1 + bytes.getFloat(bytes.limit() - 4));
        });
        try (Session session = new Session()) {
            assertThatThrownBy(() -> run(session, "encode --model " + other + " --factorization " + FEATURES, TEXT))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a model with other model.safetensors. Load the model that");
            assertThatThrownBy(() -> run(session, "encode --model embedded --factorization " + FEATURES, null))
                    .isInstanceOf(InputException.class)
                    .hasMessage("encode: expected text, found none. Write it below '%%snmf encode', or name a file"
                            + " with --data FILE.");
            session.reset();
            assertThatThrownBy(() -> run(session, "encode", TEXT)).hasMessageContaining("Run 'snmf factorize' first");
        }
    }

    @Test
    void aFileThatRecordsNoPlaceNeedsItSaidAndItMustFit() throws Exception {
        Path bare = PREPARED.file("bare.safetensors");
        Factorization f = SESSION.factorization();
        new Factorization(
                        f.features(),
                        f.coefficients(),
                        f.options(),
                        f.trace(),
                        f.bestIteration(),
                        f.stopReason(),
                        Provenance.of(Map.of(), Map.of()))
                .save(bare);
        try (Session session = new Session()) {
            String line = "encode --model embedded --factorization " + bare;
            assertThatThrownBy(() -> run(session, line, TEXT)).hasMessageContaining("Give --layer and --site.");
            assertThatThrownBy(() -> run(session, line + " --layer 3", TEXT))
                    .hasMessageContaining("which has only layers 0 to 2, found features of layer.3.mlp_act");
            assertThatThrownBy(() -> run(session, line + " --layer 1 --site resid", TEXT))
                    .isInstanceOf(InputException.class);
            assertThat(run(session, line + " --layer 0", TEXT).value()).isInstanceOf(EncodedText.class);
        }
    }
}
