package org.snmf.experiments.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ContextLabels;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Made;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/** A made dictionary of a small network's residual stream beside its slow reading. */
class PublishedRivalTest {
    private static final int M = 24;
    private static final int DEAD = 3;
    private static final int SILENT = 7;
    private static LanguageModel model;
    private static SparseDictionary dictionary;

    private final List<Sentence> sentences = sentences();

    @BeforeAll
    static void load() {
        model = LanguageModel.load(Goldens.folder("gpt2"));
        int d = model.config().hidden();
        SparseDictionary made = new Made(5).dictionary(d, M, d, new Gate.Relu());
        float[] rows = made.decoder().values().clone();
        Arrays.fill(rows, DEAD * d, (DEAD + 1) * d, 0);
        made.encoderBias()[SILENT] = -1e6f;
        dictionary = made.withMatrices(made.encoder(), new RowMatrix(rows, M, d));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<Sentence> sentences() {
        List<Sentence> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(new Sentence(
                    "a" + i + " bcd " + i * i, List.of("x", "y", "z").get(i % 3)));
        }
        return all;
    }

    private Rival make(int sample, long seed) {
        PublishedDictionary published =
                new PublishedDictionary(dictionary, "made", List.of(), List.of(), Optional.empty(), Optional.empty());
        return new PublishedRival("made here", published).make(model, sentences, sample, seed, 1, Progress.NONE);
    }

    @Test
    void deadAndSilentLatentsAreCountedAndKept() {
        Rival rival = make(100, 1);
        assertThat(rival.method()).isEqualTo("made here");
        assertThat(rival.directions().size()).isEqualTo(M);
        assertThat(rival.directions().dead(DEAD)).isTrue();
        assertThat(rival.labels().get(SILENT).label()).isEmpty();
        assertThat(rival.remark()).startsWith(M + " latents, 1 dead, 1 never active in ");
        assertThat(rival.reconstruction().orElseThrow().place().site()).isEqualTo(Site.RESID);
    }

    @Test
    void labelsAreThoseOfTheStrongestSentences() {
        Captured captured =
                Capture.inMemory(model, sentences, CaptureOptions.layers(0).withSites(Site.RESID), Progress.NONE);
        ActivationMatrix x = captured.at(0, Site.RESID);
        Rival rival = make(100, 1);
        for (int j = 0; j < M; j++) {
            Map<Integer, Double> best = new TreeMap<>();
            for (int t = 0; t < x.tokens(); t++) {
                double strength = strength(j, Made.row(x, t));
                if (strength > 0) {
                    best.merge(captured.tokens().token(t).sentence(), strength, Math::max);
                }
            }
            Map<String, Integer> votes = new LinkedHashMap<>();
            best.entrySet().stream()
                    .sorted(Comparator.comparingDouble(one -> -one.getValue()))
                    .limit(ContextLabels.CONTEXTS)
                    .forEach(one -> votes.merge(sentences.get(one.getKey()).label(), 1, Integer::sum));
            Optional<String> most = votes.entrySet().stream()
                    .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                    .map(Map.Entry::getKey);
            assertThat(rival.labels().get(j).label()).as("latent " + j).isEqualTo(most);
        }
    }

    private static double strength(int j, float[] x) {
        double h = dictionary.encoderBias()[j];
        for (int i = 0; i < x.length; i++) {
            h += dictionary.encoder().get(j, i) * (double) (x[i] - dictionary.decoderBias()[i]);
        }
        return h;
    }

    @Test
    void theSeedDrawsAndEachKeepsItsOwnLabel() {
        Rival all = make(M, 1);
        Rival some = make(8, 1);
        ConceptDirections drawn = some.directions();
        assertThat(drawn.size()).isEqualTo(8);
        assertThat(some.remark()).startsWith("8 drawn with seed 1 of 24 latents");
        for (int i = 0; i < 8; i++) {
            int j = drawn.source(i);
            assertThat(some.labels().get(i)).isEqualTo(all.labels().get(j));
            assertThat(drawn.detection(i)).isEqualTo(dictionary.direction(j));
        }
        assertThat(sources(make(8, 1))).isEqualTo(sources(some)).doesNotHaveDuplicates();
        assertThat(sources(make(8, 2))).isNotEqualTo(sources(some));
        assertThatThrownBy(() -> make(0, 1)).isInstanceOf(InputException.class).hasMessageContaining("at least 1");
    }

    private static int[] sources(Rival rival) {
        int[] sources = new int[rival.directions().size()];
        Arrays.setAll(sources, rival.directions()::source);
        return sources;
    }
}
