package org.snmf.experiments.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.Vectors;
import org.snmf.goldens.Goldens;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Site;

/** Where the latents of a dictionary detect and what they steer by, by the site of its output. */
class DictionaryDirectionsTest {
    private static final int M = 6;

    private static SparseDictionary dictionary(int out, Kind kind) {
        SparseDictionary made = new Made(2).dictionary(out + 1, M, out, new Gate.Relu());
        return new SparseDictionary(
                "made",
                made.encoder(),
                made.encoderBias(),
                made.decoder(),
                made.decoderBias(),
                made.gate(),
                false,
                Normalisation.NONE,
                Optional.empty(),
                DictionarySite.unknown("in"),
                new DictionarySite(kind.name(), OptionalInt.of(1), kind),
                false);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt2, RESID_POST, RESID",
        "gpt2, RESID_PRE, RESID_PRE",
        "gpt2, ATTENTION, ATTN_OUT",
        "gpt2, MLP_OUT, MLP_OUT",
        "gpt2, MLP_ADDED, MLP_OUT",
        "gemma2, MLP_ADDED, MLP_OUT_POSTNORM"
    })
    void aPlaceOfTheStreamIsDetectedAtAndSteersByTheRow(String model, Kind kind, Site site) {
        try (LanguageModel network = LanguageModel.load(Goldens.folder(model))) {
            SparseDictionary dictionary = dictionary(network.config().hidden(), kind);
            ConceptDirections directions = DictionaryDirections.of("made", dictionary, network, 2, 5);
            assertThat(directions.space().site()).isEqualTo(site);
            assertThat(directions.space().layer()).isEqualTo(1);
            assertThat(directions.source(1)).isEqualTo(5);
            assertThat(directions.detection(1)).isEqualTo(dictionary.direction(5));
            assertThat(directions.steering(1).orElseThrow())
                    .isEqualTo(Vectors.unit(dictionary.direction(5)).orElseThrow());
        }
    }

    @Test
    void amongActivationsTheRowSteersByWhatItWrites() {
        try (LanguageModel network = LanguageModel.load(Goldens.folder("gpt2"))) {
            SparseDictionary dictionary = dictionary(network.config().mlp(), Kind.MLP_ACT);
            ConceptDirections directions = DictionaryDirections.of("made", dictionary, network, 3);
            float[] written = VocabularyProjection.of(network, 1).direction(dictionary.direction(3));
            assertThat(directions.steering(0).orElseThrow())
                    .containsExactly(Vectors.unit(written).orElseThrow(), within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2, MLP_IN", "gpt2, HEADS", "gpt2, UNKNOWN", "gemma2, MLP_OUT", "gemma2, ATTENTION"})
    void aPlaceWhoseVectorsAreNotAddedIsRefused(String model, Kind kind) {
        try (LanguageModel network = LanguageModel.load(Goldens.folder(model))) {
            SparseDictionary dictionary = dictionary(network.config().hidden(), kind);
            assertThatThrownBy(() -> DictionaryDirections.of("made", dictionary, network, 0))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(kind.name());
        }
    }

    @Test
    void anotherWidthIsRefused() {
        try (LanguageModel network = LanguageModel.load(Goldens.folder("gpt2"))) {
            int d = network.config().hidden();
            assertThatThrownBy(() -> DictionaryDirections.of("made", dictionary(d + 3, Kind.RESID_POST), network, 0))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("width " + d)
                    .hasMessageContaining("found " + (d + 3));
        }
    }

    @Test
    void someLatentsAreThoseAndNoOthers() {
        Latents all = new Latents(4, new int[][] {{0, 1, 3}, {}, {2, 3}}, new float[][] {{1, 2, 3}, {}, {4, 5}});
        Latents some = all.only(1, 3);
        assertThat(some.features()).isEqualTo(2);
        for (int t = 0; t < 3; t++) {
            assertThat(some.get(0, t)).isEqualTo(all.get(1, t));
            assertThat(some.get(1, t)).isEqualTo(all.get(3, t));
        }
        assertThat(some.count(1)).isEqualTo(2);
    }
}
