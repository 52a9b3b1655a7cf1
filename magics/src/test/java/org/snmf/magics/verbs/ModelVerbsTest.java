package org.snmf.magics.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.files.Safetensors;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.testkit.VerbTest;

/** What the verbs of models and sentences show of files that can be read in two ways. */
class ModelVerbsTest extends VerbTest {
    @TempDir
    Path folder;

    private final Session session = new Session();

    @AfterEach
    void close() {
        session.close();
    }

    private Outcome run(String line) throws Exception {
        return run(session, line);
    }

    private JsonNode json(String line) throws Exception {
        return json(session, line);
    }

    /** The embedded model with other words in its files. */
    private Path copy(boolean tokenizer) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("model"));
        try (Stream<Path> files = Files.list(EmbeddedModel.directory())) {
            for (Path file : files.toList()) {
                if (tokenizer || !file.getFileName().toString().startsWith("tokenizer")) {
                    Files.copy(file, copy.resolve(file.getFileName().toString()));
                }
            }
        }
        return copy;
    }

    @Test
    void parametersAreAllElementsOfTheFile() throws Exception {
        long elements;
        try (Safetensors file = Safetensors.open(EmbeddedModel.directory().resolve("model.safetensors"))) {
            elements = file.tensors().values().stream()
                    .mapToLong(info -> info.elements())
                    .sum();
        }
        assertThat(json("model embedded").get("parameters").asLong()).isEqualTo(elements);
        assertThat(json("model embedded --dry-run").get("parameters").asLong()).isEqualTo(elements);
    }

    @Test
    void whatWasDecidedAboutAModelIsSaidByEveryVerbThatRunsIt() throws Exception {
        Path model = copy(true);
        Path config = model.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("\\{", "{\"quantization_config\": {\"quant_method\": \"gptq\"}, "));
        for (String line : new String[] {
            "model " + model, "generate \"They went\" --max-new-tokens 1", "capture --data embedded --layers 0",
        }) {
            JsonNode report = json(line);
            assertThat(report.path("model_notes").path(0).asText()).contains("gptq", "plain numbers");
            run(line);
            assertThat(screen.said)
                    .anySatisfy(said ->
                            assertThat(said).startsWith("Of the model: ").contains("gptq"));
        }
        assertThat(json("data embedded").has("model_notes")).isFalse();
        assertThat(json("model embedded").has("model_notes")).isFalse();
    }

    @Test
    void generatedTextIsWhatItsTokensSpell() throws Exception {
        JsonNode row = json("generate --model embedded \"They went to church on\" --max-new-tokens 6")
                .at("/sequences/0");
        int[] ids = new ObjectMapper().convertValue(row.get("ids"), int[].class);
        Tokenizer tokenizer = session.model().tokenizer();
        assertThat(row.get("text").asText()).isEqualTo(tokenizer.spelled(ids)).startsWith(" ");
        int begin = tokenizer.bos().orElseThrow();
        run("generate --ids " + begin + " --max-new-tokens 1");
        assertThat(screen.shown.get(0).plain()).startsWith(tokenizer.text(begin) + "|");
    }

    @Test
    void aModelWithoutTokenizerIsGivenIds() throws Exception {
        String model = copy(false).toString();
        JsonNode report = json("capture --model " + model + " --layers 0 --ids 1,2,3 --ids 4");
        assertThat(report.get("tokens").asInt()).isEqualTo(4);
        assertThat(session.sentences()).extracting("text").containsExactly("1 2 3", "4");
        assertThat(json("capture --layers 0 --ids 1,2,3 --dry-run")
                        .get("tokens")
                        .asInt())
                .isEqualTo(3);
        assertThatThrownBy(() -> run("capture --layers 0 --ids 1 --data embedded"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--ids or sentences");
        assertThatThrownBy(() -> run("capture --layers 0 --data embedded"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--ids");
    }

    @Test
    void setUpVerbsTellInOneLineWhereThatIsAsked() throws Exception {
        for (String verb : List.of(
                "model embedded", "data time-units", "capture --layers 0", "factorize --rank 5 --iterations 3")) {
            Outcome whole = run(verb);
            Outcome brief = run(verb + " --brief");
            assertThat(brief.display().orElseThrow().plain()).hasLineCount(1).endsWith(".");
            assertThat(whole.display().orElseThrow().plain().lines().count()).isGreaterThan(2);
            assertThat(brief.report().keySet()).isEqualTo(whole.report().keySet());
        }
    }

    @Test
    void theSameSentencesAreTheSameBytes() throws Exception {
        Path in = Files.writeString(folder.resolve("in.csv"), "label,text\nx,A dog\n,B\n");
        Path out = folder.resolve("out.json");
        run("data " + in + " --out " + out);
        JsonNode rows = new ObjectMapper().readTree(out.toFile());
        assertThat(rows.toString())
                .isEqualTo("[{\"prompt\":\"A dog\",\"label\":\"x\"},{\"prompt\":\"B\",\"label\":\"\"}]");
        run("data " + out + " --out " + folder.resolve("again.json"));
        assertThat(folder.resolve("again.json")).hasSameBinaryContentAs(out);
    }
}
