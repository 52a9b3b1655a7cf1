package org.snmf.magics.command.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.files.Safetensors;
import org.snmf.goldens.Goldens;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.HeldLatents;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;

/** An autoencoder that was trained on a small network, written, read again, and then read like SNMF's features. */
class ReadLatentsTest {
    private static final Session SESSION = new Session();
    private static final int LATENTS = 12;

    @TempDir
    private static Path folder;

    private static JsonNode trained;
    private static Path sae;

    private static JsonNode json(String line) throws Exception {
        RecordingScreen screen = new RecordingScreen();
        new Runner(SESSION).run(ArgumentLine.split(line + " --json"), Optional.empty(), screen);
        return new ObjectMapper().readTree(screen.said.get(screen.said.size() - 1));
    }

    @BeforeAll
    static void train() throws Exception {
        StringBuilder data = new StringBuilder("text,label\n");
        for (int i = 0; i < 40; i++) {
            data.append(i % 2 == 0 ? "ab " : "xy ").append(i * i).append(i % 2 == 0 ? ",first\n" : ",second\n");
        }
        Path file = Files.writeString(folder.resolve("data.csv"), data);
        for (String line : List.of(
                "model \"" + Goldens.folder("gpt2") + "\"",
                "data " + file,
                "capture --layers 1",
                "factorize --rank " + LATENTS + " --iterations 5")) {
            new Runner(SESSION).run(ArgumentLine.split(line), Optional.empty(), new RecordingScreen());
        }
        trained = json("baseline --methods pca,sae-topk,sae-l1 --epochs 20 --save-sae " + folder);
        sae = folder.resolve("sae-topk");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @BeforeEach
    void hold() throws Exception {
        json("sae --sae " + sae + " --read all");
    }

    @Test
    void whatWasTrainedIsWrittenAndReadAgain() throws Exception {
        JsonNode report = json("sae --sae " + sae + " --read 4");
        assertThat(report.get("format").asText()).isEqualTo("saelens");
        assertThat(report.get("gate").asText()).isEqualTo("topk 5");
        assertThat(report.get("d_sae").asInt()).isEqualTo(LATENTS);
        assertThat(report.get("explained_variance").asDouble()).isPositive();
        assertThat(report.at("/read/features")).hasSize(4);
        assertThat(report.at("/read/l0").asDouble()).isLessThanOrEqualTo(5);
        assertThat(json("sae --sae " + folder.resolve("sae-l1")).get("gate").asText())
                .isEqualTo("relu");
    }

    @Test
    void itsLatentsAreReadByTheirOwnNumbers() throws Exception {
        HeldLatents held = SESSION.heldLatents().orElseThrow();
        JsonNode report = json("features --rows 50");
        assertThat(report.get("rank").asInt()).isEqualTo(LATENTS);
        List<Integer> numbers = new ArrayList<>();
        double shares = 0;
        for (JsonNode feature : report.get("features")) {
            int r = feature.get("feature").asInt();
            numbers.add(r);
            shares += feature.get("share").asDouble();
            float peak = 0;
            for (float value : held.features().latents().strengthsOf(r)) {
                peak = Math.max(peak, value);
            }
            assertThat(feature.at("/contexts/0/coefficient").floatValue()).isEqualTo(peak);
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(held.features().chosen()).boxed().toList());
        assertThat(shares).isCloseTo(1, within(1e-9));
        JsonNode few = json("sae --sae " + sae + " --read 3").at("/read/features");
        JsonNode shown = json("features").get("features");
        assertThat(shown).hasSize(3);
        shown.forEach(one -> assertThat(few).anyMatch(number -> number.equals(one.get("feature"))));
    }

    @Test
    void namesAndScoresGoOnTheirSheet() throws Exception {
        assertThat(json("label --describer lexical").get("labels"))
                .hasSize(SESSION.heldLatents().orElseThrow().features().chosen().length);
        assertThat(json("label --describer lexical --from tokens")
                        .get("labels")
                        .get(0)
                        .get("side")
                        .asText())
                .containsIgnoringCase("promoted");
        JsonNode report = json("detect --baseline random,pca");
        assertThat(report.get("held_out").asText()).isEqualTo("trained elsewhere");
        assertThat(report.get("methods")).hasSize(3);
        assertThat(SESSION.heldLatents().orElseThrow().sheet().columns())
                .extracting(column -> column.name())
                .contains("label", "label of promoted", "label of suppressed", "detection");
        assertThat(json("features --sort detection --where detection>-99")
                        .get("features")
                        .size())
                .isPositive();
        assertThatThrownBy(() -> json("detect --baseline random-sparse")).hasMessageContaining("take 'random'");
    }

    @Test
    void theySteer() throws Exception {
        int r = SESSION.heldLatents().orElseThrow().features().chosen()[1];
        JsonNode report = json("steer --features " + r + " --targets 0.1 --samples 1 --max-new-tokens 2 --prompt ab");
        assertThat(report.at("/features/0/feature").asInt()).isEqualTo(r);
        assertThat(report.get("layer").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> json("steer --features 99")).hasMessageContaining("numbers from 0 to 11");
    }

    @Test
    void everythingAboutOneIsOnAPageAndAllInAnAtlas() throws Exception {
        int r = SESSION.heldLatents().orElseThrow().features().chosen()[1];
        RecordingScreen screen = new RecordingScreen();
        Runner runner = new Runner(SESSION);
        String plain = runner.run(ArgumentLine.split("features " + r), Optional.empty(), screen)
                .display()
                .orElseThrow()
                .plain();
        assertThat(plain)
                .contains(
                        "Feature " + r + ":",
                        "Where it is strongest",
                        "Promotes",
                        "When it is added",
                        "Neurons, ",
                        "Nearest");
        JsonNode report = json("page --max-new-tokens 2 --out " + folder.resolve("atlas.html"));
        assertThat(report.get("features").asInt())
                .isEqualTo(SESSION.heldLatents().orElseThrow().features().chosen().length);
        assertThat(Files.readString(folder.resolve("atlas.html"))).contains("id=\"f" + r + "\"", "relative error");
        assertThatThrownBy(() -> json("features 99")).hasMessageContaining("numbers from 0 to 11");
    }

    @Test
    void newTextIsEncodedAsTheDictionaryEncodesIt() throws Exception {
        HeldLatents held = SESSION.heldLatents().orElseThrow();
        Path text = Files.writeString(folder.resolve("new.txt"), "ab 0\nxy 1\n");
        Path out = folder.resolve("coefficients.safetensors");
        JsonNode report = json("encode --data " + text + " --out " + out);
        assertThat(report.get("rank").asInt()).isEqualTo(LATENTS);
        assertThat(report.get("relative_error").asDouble()).isBetween(0.0, 1.0);
        assertThat(report.get("relative_error_of_fit").asDouble())
                .isEqualTo(held.relativeError().orElseThrow());
        int tokens = report.get("tokens").asInt();
        try (Safetensors file = Safetensors.open(out)) {
            float[] y = file.tensor("y").floats();
            for (int j = 0; j < LATENTS; j++) {
                for (int t = 0; t < tokens; t++) {
                    // The first two sentences of the data are these.
                    assertThat(y[j * tokens + t])
                            .isCloseTo(held.features().latents().get(j, t), within(1e-5f));
                }
            }
        }
    }

    @Test
    void theirSheetIsKeptBesideThemAndReadAgain() throws Exception {
        Path copy = folder.resolve("kept");
        Files.createDirectories(copy);
        for (String name : List.of("cfg.json", "sae_weights.safetensors")) {
            Files.copy(sae.resolve(name), copy.resolve(name));
        }
        json("sae --sae " + copy + " --read all");
        json("label --describer lexical");
        assertThat(folder.resolve("kept.sheet.json")).exists();
        json("sae --sae " + copy + " --read all");
        assertThat(SESSION.heldLatents().orElseThrow().sheet().column("label")).isPresent();
        Path own = folder.resolve("own.json");
        json("sae --sae " + copy + " --read all --sheet " + own);
        assertThat(SESSION.heldLatents().orElseThrow().sheet().columns()).isEmpty();
        json("label --describer lexical");
        assertThat(own).exists();
        assertThatThrownBy(() -> json("sae --sae " + folder.resolve("sae-l1") + " --read all --sheet " + own))
                .hasMessageContaining("the sheet of these features");
    }

    @Test
    void theyAreExported() throws Exception {
        HeldLatents held = SESSION.heldLatents().orElseThrow();
        Path out = folder.resolve("latents.safetensors");
        json("export --out " + out);
        int[] chosen = held.features().chosen();
        try (Safetensors file = Safetensors.open(out)) {
            assertThat(file.tensor("latents").ints()).isEqualTo(chosen);
            assertThat(file.info("directions").shape()).containsExactly((long) chosen.length, (long)
                    held.features().width());
            int[] offsets = file.tensor("y.offsets").ints();
            int[] tokens = file.tensor("y.tokens").ints();
            float[] values = file.tensor("y.values").floats();
            for (int i = 0; i < chosen.length; i++) {
                for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                    assertThat(values[at])
                            .isEqualTo(held.features().coefficients().get(chosen[i], tokens[at]));
                }
            }
        }
        Path table = folder.resolve("latents.csv");
        json("export --out " + table);
        assertThat(Files.readAllLines(table)).hasSize(chosen.length + 1);
        assertThat(json("export --out " + folder.resolve("latents.json"))
                        .get("bytes")
                        .asInt())
                .isPositive();
    }

    @Test
    void theFactorizationStaysAndIsAskedForByName() throws Exception {
        assertThat(json("features").get("of").asText()).isNotEqualTo("SNMF");
        assertThat(json("features --of factorization").get("of").asText()).isEqualTo("SNMF");
        assertThatThrownBy(() -> json("stability --seeds 2"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("trained elsewhere");
        json("factorize --rank 4 --iterations 2");
        assertThat(json("features").get("of").asText()).isEqualTo("SNMF");
        assertThat(json("features --of dictionary").get("rank").asInt()).isEqualTo(LATENTS);
    }

    @Test
    void itsReconstructionIsMeasuredLikeTheOthers() throws Exception {
        JsonNode methods =
                json("baseline --of factorization --methods sae:" + sae).get("methods");
        JsonNode dictionary = methods.get("saelens sae-topk");
        JsonNode before = trained.at("/methods/SAE TopK");
        assertThat(before.get("kl").asDouble()).isPositive();
        for (String measure : List.of("kl", "ce_recovered", "explained_variance")) {
            assertThat(dictionary.get(measure)).isEqualTo(before.get(measure));
        }
        JsonNode own = json("baseline --of dictionary --methods pca").get("methods");
        assertThat(own.properties().iterator().next().getValue().get("kl")).isEqualTo(dictionary.get("kl"));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> json("sae --sae " + sae + " --read some")).hasMessageContaining("or all");
        assertThatThrownBy(() -> json("sae --sae " + sae + " --read 5 --input x.npy"))
                .hasMessageContaining("sentences of the session");
    }
}
