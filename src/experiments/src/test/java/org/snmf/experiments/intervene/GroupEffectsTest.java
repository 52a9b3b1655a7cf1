package org.snmf.experiments.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.concepts.Samples;
import org.snmf.experiments.overlap.NeuronGroups;
import org.snmf.features.TopNeurons;
import org.snmf.goldens.Goldens;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.Small;

class GroupEffectsTest {
    private static SparseColumns features() {
        float[][] columns = new float[2][128];
        columns[0][3] = 2;
        columns[0][7] = -1;
        columns[1][3] = 4;
        columns[1][50] = 1;
        columns[1][51] = 1;
        return Small.columns(columns);
    }

    @Test
    void changesAreThoseOfEachPromptAlone() {
        try (LanguageModel model = Samples.tinyModel()) {
            NeuronGroups groups = NeuronGroups.of(features(), new int[] {0, 1}, TopNeurons.support(), 2);
            EffectMatrix matrix = GroupEffects.measure(
                    model,
                    Samples.prompts(),
                    groups,
                    List.of("a", "b"),
                    new int[] {30, 200},
                    new Amplification(1, 4),
                    Progress.NONE);
            float[] core = new float[128];
            core[3] = 4;
            float[] first = new float[128];
            first[7] = -4;
            float[] second = new float[128];
            second[50] = (float) (4 / Math.sqrt(2));
            second[51] = second[50];
            float[][] added = {first, second, core};
            int[] tokens = {30, 200};
            for (int row = 0; row < 3; row++) {
                double vocabulary = 0;
                for (int p = 0; p < 3; p++) {
                    int[] ids = Samples.prompts().get(p);
                    float[] base = model.logits(ids, List.of())[ids.length - 1];
                    float[] changed = model.logits(ids, List.of(Intervention.add(1, Site.MLP_ACT, added[row], 1)))[
                            ids.length - 1];
                    for (int c = 0; c < 2; c++) {
                        assertThat(matrix.changes()[row][c][p])
                                .isCloseTo(changed[tokens[c]] - base[tokens[c]], within(5e-5));
                    }
                    for (int v = 0; v < base.length; v++) {
                        vocabulary += (changed[v] - base[v]) / 3.0 / base.length;
                    }
                }
                assertThat(matrix.vocabularyMean()[row]).isCloseTo(vocabulary, within(5e-5));
            }
            assertThat(matrix.row(2)).isEqualTo("Core");
            assertThat(matrix.prompts()).isEqualTo(3);
        }
    }

    @Test
    void anEmptyGroupChangesNothingAndSaysSo() {
        try (LanguageModel model = Samples.tinyModel()) {
            float[][] apart = new float[2][128];
            apart[0][1] = 1;
            apart[1][2] = 1;
            List<String> warnings = new ArrayList<>();
            EffectMatrix matrix = GroupEffects.measure(
                    model,
                    Samples.prompts(),
                    NeuronGroups.of(Small.columns(apart), new int[] {0, 1}, TopNeurons.support(), 2),
                    List.of("a", "b"),
                    new int[] {1, 2},
                    new Amplification(0, 1),
                    Progress.of(s -> {}, warnings::add));
            assertThat(warnings).hasSize(1).allMatch(w -> w.contains("core"));
            assertThat(matrix.mean(2, 0)).isZero();
            assertThat(matrix.raisedByCore()).isZero();
        }
    }

    @Test
    void patternsAreReadFromTheMeans() {
        double[][][] changes = {
            {{1, 3}, {-1, -1}, {-2, 0}}, {{1, 1}, {2, 2}, {-1, -1}}, {{5, 5}, {0, 0}, {4, 4}}, {{1, 1}, {1, 1}, {-1, 1}}
        };
        EffectMatrix matrix = new EffectMatrix(
                List.of("a", "b", "c"), changes, new double[] {0.5, 0, 0, 0}, "", new Amplification(0, 1));
        assertThat(matrix.mean(0, 0)).isEqualTo(2);
        assertThat(matrix.spread(0, 0)).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(matrix.centred(0, 0)).isEqualTo(1.5);
        assertThat(matrix.rowsOwnLargest()).isEqualTo(2);
        assertThat(matrix.rowsOfPaperPattern()).isEqualTo(1);
        assertThat(matrix.raisedByCore()).isEqualTo(2);
        assertThat(matrix.meanDiagonal()).isCloseTo(8 / 3.0, within(1e-12));
        assertThat(matrix.meanOffDiagonal()).isCloseTo((-1 - 1 + 1 - 1 + 5 + 0) / 6.0, within(1e-12));
    }

    @Test
    void theTypicalLengthIsTheRootMeanSquare() {
        var a = Matrices.dense(2, 2, new float[] {3, 4, 0, 1});
        assertThat(Amplification.ofTypicalLength(0, a, 2).length()).isCloseTo(2 * Math.sqrt(13), within(1e-9));
        assertThatThrownBy(() -> new Amplification(0, 0)).isInstanceOf(InputException.class);
    }

    @Test
    void neutralPromptsEndTheirLastWord() {
        try (Tokenizer spaceAfter = Tokenizer.load(Goldens.folder("tokenizers/space-after"));
                Tokenizer spaceBefore = Tokenizer.load(EmbeddedModel.directory())) {
            assertThat(NeutralPrompts.ids(spaceAfter).get(0))
                    .containsExactly(spaceAfter.encode("I think that ").ids());
            assertThat(NeutralPrompts.ids(spaceBefore).get(0))
                    .containsExactly(spaceBefore.encode("I think that").ids());
        }
    }
}
