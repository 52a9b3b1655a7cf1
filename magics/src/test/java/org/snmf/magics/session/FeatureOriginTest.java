package org.snmf.magics.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.features.FeatureSheet;
import org.snmf.goldens.Goldens;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.magics.kernel.BrokenModels;
import org.snmf.testkit.VerbTest;
import org.snmf.views.table.FeatureTable;

/** Features meet only the model, the layer and the data that they are of; what is known of them goes with them. */
class FeatureOriginTest extends VerbTest {
    private static final String SENTENCES = "Once upon a time there was a cat.\nTom ran to the big red house.\n";

    @TempDir
    private static Path folder;

    private static Path model;
    private static Path store;
    private static Path file;
    private static Path tree;

    @BeforeAll
    static void factorize() throws Exception {
        model = Goldens.folder("llama-tied");
        store = folder.resolve("store");
        file = folder.resolve("features.safetensors");
        tree = folder.resolve("tree.safetensors");
        Path data = Files.writeString(folder.resolve("data.txt"), SENTENCES);
        try (Session session = new Session()) {
            prepare(
                    session,
                    "capture --model \"" + model + "\" --data " + data + " --layers 0,1 --out " + store,
                    "factorize --input " + store + " --layer 1 --rank 4 --sparsity 50% --iterations 3");
            session.factorization().save(file);
            prepare(session, "tree --layer 1 --ranks 4,2 --sparsity 50% --iterations 3 --out " + tree);
        }
    }

    private static Path otherModel() throws Exception {
        return new BrokenModels(Files.createTempDirectory(folder, "other")).withBytes(model, bytes -> {
            for (int at = bytes.limit() - 40_000; at < bytes.limit(); at += 4) {
                bytes.putFloat(at, 2 * bytes.getFloat(at));
            }
        });
    }

    @Test
    void aFileSavedFromJavaKnowsWhereItIsOf() {
        Factorization read = Factorization.load(file);
        assertThat(read.origin().orElseThrow().layer()).isEqualTo(1);
        assertThat(read.origin().orElseThrow().family()).isEqualTo("llama");
        assertThat(read.origin().orElseThrow().model()).containsKeys("model.safetensors", "tokenizer.json");
        assertThat(read.origin().orElseThrow().data()).matches("[0-9a-f]{64}");
        assertThat(read.typicalLength()).isPresent();
        Hierarchy levels = Hierarchy.load(tree);
        assertThat(levels.origin()).isEqualTo(read.origin());
        assertThat(levels.typicalLength().orElseThrow())
                .isCloseTo(read.typicalLength().getAsDouble(), org.assertj.core.data.Offset.offset(1e-6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "features --rows 2",
                "generate Tom --max-new-tokens 1 --add-feature 0:1",
                "neurons --concepts cat,house",
                "encode --data %s"
            })
    void anotherModelIsRefusedByEveryVerb(String verb) throws Exception {
        try (Session session = new Session()) {
            run(session, "features --factorization " + file + " --input " + store);
            run(session, "model " + otherModel());
            assertThatThrownBy(() -> run(session, verb.formatted(folder.resolve("data.txt"))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("features of a model with other model.safetensors")
                    .hasMessageContaining("Load the model that the features were found in");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "label", "encode --data %s --model \"%s\""})
    void anotherLayerIsRefused(String verb) throws Exception {
        try (Session session = new Session()) {
            String line = verb.formatted(folder.resolve("data.txt"), model) + " --factorization " + file + " --input "
                    + store + " --layer 0";
            assertThatThrownBy(() -> run(session, line))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the place of the features, layer.1.mlp_act")
                    .hasMessageContaining("layer 0");
        }
    }

    @Test
    void withoutALayerTheFileSaysWhichActivationsAreMeant() throws Exception {
        try (Session session = new Session()) {
            run(session, "features --factorization " + file + " --input " + store);
            assertThat(session.heldFactorization()
                            .orElseThrow()
                            .place()
                            .orElseThrow()
                            .layer())
                    .isEqualTo(1);
        }
    }

    @Test
    void aReproductionOnAnotherLayerIsRefused() throws Exception {
        try (Session session = new Session()) {
            assertThatThrownBy(() -> run(session, "reproduce " + file + " --input " + store + " --layer 0"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("activations of layer.1.mlp_act, which were factorized");
        }
    }

    @Test
    void activationsOfOtherSentencesAreRefused() throws Exception {
        Path data = Files.writeString(folder.resolve("other.txt"), SENTENCES.replace("cat", "dog"));
        Path other = folder.resolve("other-store");
        try (Session session = new Session()) {
            run(session, "capture --model \"" + model + "\" --data " + data + " --layers 1 --out " + other);
            assertThatThrownBy(() -> run(session, "features --factorization " + file + " --input " + other))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("activations of");
        }
    }

    @Test
    void theDefaultSparsityFollowsTheFamilyOfTheActivations() throws Exception {
        try (Session session = new Session()) {
            run(session, "model embedded");
            run(session, "factorize --input " + store + " --layer 1 --rank 2 --iterations 1");
            assertThat(session.factorization().options().sparsity()).isEqualTo(0.01);
        }
    }

    @Test
    void theScaleOfAStrengthIsTold() throws Exception {
        try (Session session = new Session()) {
            run(session, "features --factorization " + file + " --input " + store);
            run(session, "generate --model \"" + model + "\" Tom --max-new-tokens 1 --add-feature 0:1.5");
            double typical = session.factorization().typicalLength().orElseThrow();
            assertThat(screen.said)
                    .anyMatch(line -> line.contains(String.format(
                            java.util.Locale.ROOT, "with length %.3g, 1.5 typical lengths", 1.5 * typical)));
        }
    }

    @Test
    void theSheetGoesWithTheFileAndItsColumnsSortAndFilter() throws Exception {
        Path copy = folder.resolve("copy.safetensors");
        Path csv = folder.resolve("features.csv");
        try (Session session = new Session()) {
            run(session, "model \"" + model + "\"");
            run(
                    session,
                    "factorize --input " + store + " --layer 1 --rank 4 --sparsity 50% --iterations 3 --out " + copy);
            run(session, "label");
            run(session, "stability --input " + store + " --layer 1 --seeds 2");
            run(session, "export --out " + csv);
        }
        assertThat(FeatureSheet.beside(copy)).exists();
        assertThat(Files.readString(csv))
                .startsWith("feature,")
                .contains("label", "stability", "promoted", "suppressed");
        try (Session session = new Session()) {
            FeatureTable all = (FeatureTable)
                    run(session, "features --factorization " + copy + " --input " + store + " --sort stability")
                            .value();
            assertThat(all.table().columnNames()).contains("label", "stability");
            var stability = all.table().doubleColumn("stability");
            assertThat(stability.get(0)).isGreaterThanOrEqualTo(stability.get(3));
            FeatureTable some = (FeatureTable) run(session, "features --where stability>=" + stability.get(1))
                    .value();
            assertThat(some.features()).hasSizeBetween(2, 3);
            assertThatThrownBy(() -> run(session, "features --sort fame"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("label, neurons, peak, purity, share, stability");
        }
    }

    @Test
    void aSheetOfOtherFeaturesIsRefused() throws Exception {
        Path other = folder.resolve("second.safetensors");
        try (Session session = new Session()) {
            run(
                    session,
                    "factorize --input " + store + " --layer 0 --rank 4 --sparsity 50% --iterations 2 --out " + other);
            run(session, "label");
            Files.copy(FeatureSheet.beside(other), FeatureSheet.beside(file));
            assertThatThrownBy(() -> run(session, "features --factorization " + file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the sheet of other features");
        } finally {
            Files.deleteIfExists(FeatureSheet.beside(file));
        }
    }
}
