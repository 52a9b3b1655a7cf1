package org.snmf.magics.command.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.data.DataSet;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.dictionary.published.ReadOptions;
import org.snmf.factorize.Factorization;
import org.snmf.magics.session.Session;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.testkit.VerbTest;

/** {@code export --for}: what it writes, tells and refuses. */
class ToolExportTest extends VerbTest {
    private static final Session SESSION = new Session();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void factorize() throws Exception {
        prepare(
                SESSION,
                "model embedded",
                "data embedded",
                "capture --layers 0",
                "factorize --rank 10 --sparsity 10% --iterations 10");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void anAutoencoderTellsWhatItLosesAndIsReadAgain() throws Exception {
        Path out = folder.resolve("sae");
        JsonNode report = json(SESSION, "export --for saelens --out " + out);
        assertThat(report.get("relative error of the autoencoder").asDouble())
                .isGreaterThan(report.get("relative error of the factorization").asDouble() - 1e-3)
                .isLessThan(1);
        assertThat(PublishedDictionary.open(out, ReadOptions.NONE).dictionary().latents())
                .isEqualTo(10);
    }

    @Test
    void foldersAndFilesAreWrittenUnderTheNamesThatWereAsked() throws Exception {
        String neuronpedia = "export --for neuronpedia --id my-model/days --contexts 3 --out " + folder.resolve("np");
        assertThatThrownBy(() -> run(SESSION, neuronpedia)).hasMessageContaining("Add --creator NAME");
        JsonNode report = json(SESSION, neuronpedia + " --creator somebody");
        assertThat(report.get("contexts cut to 1024 tokens for the upload").asInt())
                .isZero();
        assertThat(report.get("labels cut to 512 characters for the upload").asInt())
                .isZero();
        assertThat(Files.readString(folder.resolve("np/my-model/0-days/release.jsonl")))
                .contains("\"creatorName\":\"somebody\"");
        assertThat(folder.resolve("np/my-model/0-days/features/batch-0.jsonl.gz"))
                .isNotEmptyFile();
        assertThat(folder.resolve("np/upload/batch-0.json")).isNotEmptyFile();
        run(SESSION, "export --for vectors --out " + folder.resolve("vectors.json"));
        assertThat(folder.resolve("vectors.json")).isNotEmptyFile();
    }

    @Test
    void tablesAreWrittenByTheFilesEndingAndMeetByTheirNumbers() throws Exception {
        for (String ending : List.of("csv", "tsv", "jsonl", "parquet")) {
            for (String table : List.of("features", "tokens", "sentences", "coefficients")) {
                Path file = folder.resolve(table + "." + ending);
                run(SESSION, "export --table " + table + " --out " + file);
                assertThat(file).isNotEmptyFile();
            }
            assertThat(DataSet.of(folder.resolve("sentences." + ending))).isEqualTo(EmbeddedModel.sentences());
            Path data = folder.resolve("data." + ending);
            run(SESSION, "data --out " + data);
            assertThat(data).hasSameBinaryContentAs(folder.resolve("sentences." + ending));
        }
        Factorization fit = SESSION.factorization();
        String[] coefficient =
                Files.readAllLines(folder.resolve("coefficients.csv")).get(1).split(",", -1);
        assertThat(Float.parseFloat(coefficient[2]))
                .isEqualTo(fit.coefficients().get(Integer.parseInt(coefficient[0]), Integer.parseInt(coefficient[1])))
                .isPositive();
        assertThat(Files.readAllLines(folder.resolve("features.csv")).get(0)).startsWith("feature,");
        assertThatThrownBy(() -> run(SESSION, "export --table tokens --out " + folder.resolve("t.json")))
                .hasMessageContaining(".parquet");
    }

    @Test
    void otherToolsAndNamesAreRefused() {
        assertThatThrownBy(() -> run(SESSION, "export --for excel --out x")).hasMessageContaining("neuronpedia");
        assertThatThrownBy(() -> run(SESSION, "export --for vectors --id Days --out x"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("MODEL/SET");
    }
}
