package org.snmf.experiments.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSheet;
import org.snmf.features.TokenCoefficient;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/** What other tools are given: their keys, and the numbers that the features have here. */
class ExchangeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Place PLACE = new Place("embedded", 0, "snmf-k12", "A test");
    private static final Set<String> FEATURE_KEYS = Set.of(
            ("modelId layer index creatorId createdAt maxActApprox hasVector vector vectorLabel vectorDefaultSteerStrength hookName"
                            + " topkCosSimIndices topkCosSimValues neuron_alignment_indices neuron_alignment_values"
                            + " neuron_alignment_l1 correlated_neurons_indices correlated_neurons_pearson correlated_neurons_l1"
                            + " correlated_features_indices correlated_features_pearson correlated_features_l1 neg_str neg_values"
                            + " pos_str pos_values frac_nonzero freq_hist_data_bar_heights freq_hist_data_bar_values"
                            + " logits_hist_data_bar_heights logits_hist_data_bar_values decoder_weights_dist sourceSetName")
                    .split(" ", -1));
    private static final Set<String> ACTIVATION_KEYS = Set.of(
            ("id tokens values index layer modelId maxValue maxValueTokenIndex minValue creatorId createdAt dataSource dataIndex"
                            + " dfaValues dfaTargetIndex dfaMaxValue lossValues logitContributions binMin binMax binContains"
                            + " qualifyingTokenIndex zIndices zValues")
                    .split(" ", -1));

    @TempDir
    static Path folder;

    private static Factorization factorization;
    private static ActivationMatrix a;
    private static List<FeatureRecord> records;
    private static float[] direction;

    @BeforeAll
    static void features() {
        try (LanguageModel model = EmbeddedModel.load()) {
            var captured = Capture.inMemory(model, EmbeddedModel.sentences(), CaptureOptions.layers(0), Progress.NONE);
            a = captured.at(0, Site.MLP_ACT);
            factorization = Snmf.fit(a, SnmfOptions.rank(12).withSparsity(0.1), Progress.NONE);
            FeatureSheet sheet = FeatureSheet.of(factorization)
                    .with(FeatureSheet.Column.of("label", "lexical", Map.of(3, "days \0 of the week")));
            records = FeatureRecord.of(factorization, captured.tokens(), sheet, model, 0, 5, Progress.NONE);
            direction = VocabularyProjection.of(model, 0)
                    .direction(factorization.features().column(3));
        }
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        }
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void theImportersFolderHasItsFilesAndKeys() throws IOException {
        Path source = new Neuronpedia(PLACE, new Neuronpedia.Size(3, 1024), "someone", Instant.EPOCH)
                .writeFolder(folder.resolve("np"), records);
        assertThat(source).isEqualTo(folder.resolve("np/embedded/0-snmf-k12"));
        for (String one : List.of("release", "model", "sourceset", "source")) {
            assertThat(Files.readAllLines(source.resolve(one + ".jsonl"))).hasSize(1);
        }
        // The importer's data base refuses a model without them.
        JsonNode model = JSON.readTree(Files.readString(source.resolve("model.jsonl")));
        assertThat(model.get("layers").asInt()).isEqualTo(3);
        assertThat(model.get("neuronsPerLayer").asInt()).isEqualTo(1024);
        assertThat(keys(model)).contains("creatorId", "owner");
        List<JsonNode> features = lines(source.resolve("features/batch-0.jsonl.gz"));
        assertThat(features).hasSize(records.size()).allMatch(line -> keys(line).equals(new TreeSet<>(FEATURE_KEYS)));
        JsonNode third = features.stream()
                .filter(line -> line.get("index").asText().equals("3"))
                .findFirst()
                .orElseThrow();
        assertThat(third.get("vector")).hasSize(direction.length);
        assertThat((float) third.get("vector").get(5).asDouble()).isEqualTo(direction[5]);
        assertThat(third.get("hookName").asText()).isEqualTo("blocks.0.hook_mlp_out");
        List<JsonNode> activations = lines(source.resolve("activations/batch-0.jsonl.gz"));
        assertThat(activations).allMatch(line -> keys(line).equals(new TreeSet<>(ACTIVATION_KEYS)));
        for (JsonNode line : activations) {
            assertThat(line.get("tokens")).hasSameSizeAs(line.get("values"));
            assertThat(line.get("values").get(line.get("maxValueTokenIndex").asInt()))
                    .isEqualTo(line.get("maxValue"));
        }
        assertThat(lines(source.resolve("explanations/batch-0.jsonl.gz")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("explanationModelName").isNull()).isTrue();
                    assertThat(line.get("notes").asText()).endsWith("lexical");
                    assertThat(line.get("index").asText()).isEqualTo("3");
                });
    }

    @Test
    void theUploadKeepsTheLimitsOfTheInterface() throws IOException {
        Path uploads = new Neuronpedia(PLACE, new Neuronpedia.Size(3, 1024), "someone", Instant.EPOCH)
                .writeUploads(folder.resolve("up"), records);
        JsonNode body = JSON.readTree(Files.readString(uploads.resolve("batch-0.json")));
        assertThat(keys(body)).containsExactly("features", "modelId", "source");
        assertThat(body.get("features")).hasSizeLessThanOrEqualTo(128);
        for (JsonNode feature : body.get("features")) {
            assertThat(keys(feature))
                    .containsExactly("activations", "bottomLogits", "density", "explanations", "index", "topLogits");
            assertThat(feature.get("density").asDouble()).isBetween(0.0, 1.0);
            assertThat(feature.get("topLogits")).hasSizeBetween(1, 20);
            assertThat(feature.get("activations")).isNotEmpty();
        }
    }

    @Test
    void whatAnUploadHasNoRoomForIsCutAroundTheStrongestTokenAndCounted() throws IOException {
        FeatureRecord one = records.get(0);
        Context some = one.feature().contexts().get(0);
        List<TokenCoefficient> strengths = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            strengths.add(new TokenCoefficient(some.token(), i == 1400 ? 9 : i / 1000f));
        }
        Feature feature = one.feature();
        Feature changed = new Feature(
                feature.index(),
                feature.supportSize(),
                feature.share(),
                feature.content(),
                List.of(new Context(some.column(), some.token(), some.sentence(), 9, strengths), some));
        FeatureRecord longer = new FeatureRecord(
                changed,
                "x".repeat(600),
                "someone",
                one.direction(),
                one.promoted(),
                one.suppressed(),
                one.neurons(),
                one.weights(),
                one.nearest(),
                one.density(),
                one.coefficients(),
                one.logits());
        assertThat(Neuronpedia.cut(List.of(longer, one))).isEqualTo(new Neuronpedia.Cut(1, 1));
        Path uploads = new Neuronpedia(PLACE, new Neuronpedia.Size(3, 1024), "someone", Instant.EPOCH)
                .writeUploads(folder.resolve("cut"), List.of(longer));
        JsonNode written = JSON.readTree(Files.readString(uploads.resolve("batch-0.json")))
                .get("features")
                .get(0);
        assertThat(written.get("activations")).hasSize(2);
        assertThat(written.get("activations").get(0).get("tokens")).hasSize(1024);
        assertThat(written.get("activations")
                        .get(0)
                        .get("values")
                        .get(1400 - 476)
                        .asDouble())
                .isEqualTo(9);
        assertThat(written.get("explanations").get(0).get("text").asText())
                .hasSize(512)
                .endsWith("…");
    }

    @Test
    void theVectorsAreTheDirections() throws IOException {
        Path file = folder.resolve("vectors.json");
        VectorSet.write(file, PLACE, records);
        JsonNode set = JSON.readTree(Files.readString(file));
        assertThat(set.get("vectors")).hasSize(records.size());
        assertThat(set.get("d_model").asInt()).isEqualTo(direction.length);
        assertThatThrownBy(() -> VectorSet.write(file, PLACE, List.of())).isInstanceOf(InputException.class);
    }

    @Test
    void theAutoencoderDecodesToTheFeaturesAndEncodesNearTheExactCoefficients() {
        SparseDictionary autoencoder =
                LinearisedEncoder.of(factorization.features(), DictionarySite.of(new Location(0, Site.MLP_ACT)));
        float[] third = factorization.features().column(3);
        for (int j = 0; j < third.length; j++) {
            assertThat(autoencoder.decoder().values()[3 * third.length + j]).isEqualTo(third[j]);
        }
        // With one bound less than the exact problem and a cut instead, it can only be worse; it is not useless.
        double exact = factorization.relativeError();
        assertThat(LinearisedEncoder.relativeError(autoencoder, a))
                .isGreaterThan(exact - 1e-3)
                .isLessThan(1);
        // A token that is one feature has that feature's latent.
        double latent = 0;
        for (int j = 0; j < third.length; j++) {
            latent += autoencoder.encoder().values()[3 * third.length + j] * third[j];
        }
        assertThat(latent).isCloseTo(1, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPT2", "a b", "", "../x"})
    void namesThatAToolWouldRefuseAreRefusedHere(String name) {
        assertThatThrownBy(() -> new Place(name, 0, "set", "")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Place("model", 0, name, "")).isInstanceOf(InputException.class);
    }

    @Test
    void aHistogramCountsEachNumberOnce() {
        Histogram histogram = Histogram.of(new float[] {1, 1, 2, 5}, 4);
        assertThat(histogram.heights()).containsExactly(2, 1, 0, 1);
        assertThat(histogram.starts()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(Histogram.of(new float[0], 4).heights()).isEmpty();
        assertThat(Stream.of(Histogram.of(new float[] {7, 7}, 2).heights())).containsExactly(List.of(2, 0));
    }
}
