package org.snmf.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;
import org.snmf.testkit.ground.Small;

class ContentSharesTest {
    @Test
    void aFeatureOfFunctionWordsExplainsNothingBeyondThem() {
        TokenTable tokens = Small.words("The cat sat on the mat .");
        SparseColumns z = Small.columns(new float[] {1, 0}, new float[] {0, 2});
        DenseCoefficients y = new DenseCoefficients(new float[][] {{2, 0, 0, 1, 2, 0, 1}, {0, 1, 1, 0, 0, 1, 1}});
        List<Feature> features = TopContexts.of(z, y, tokens).features(1);

        // ‖z‖²‖y‖² are 10 and 16; three of the second feature's four squares lie at cat, sat and mat.
        assertThat(features.get(0).share()).isEqualTo(10 / 26.0);
        assertThat(features.get(0).content()).isZero();
        assertThat(features.get(1).content()).isEqualTo(12 / 26.0);
    }

    @Test
    void aPieceOfAWordIsNotTheFunctionWordThatItSpells() {
        String text = "Christmas as we";
        assertThat(ContentShares.isContent(text, new Token(0, "as", 0, 1, 7, 9)))
                .isTrue();
        assertThat(ContentShares.isContent(text, new Token(0, " as", 0, 2, 9, 12)))
                .isFalse();
        assertThat(ContentShares.isContent(text, new Token(0, "w", 0, 3, 13, 14)))
                .isFalse();
        assertThat(ContentShares.isContent("so — what?", new Token(0, " —", 0, 1, 2, 4)))
                .isFalse();
        assertThat(ContentShares.isContent(text, new Token(0, "<s>", 0, 0, 0, 0)))
                .isFalse();
    }

    @Test
    void aDeadFeatureHasNone() {
        TokenTable tokens = new TokenTable(List.of(new Sentence("a", "")), List.of(new Token(0, "a", 0, 0, 0, 1)));
        double[] content =
                ContentShares.of(new double[1], new DenseCoefficients(new float[1][1]), tokens, Progress.NONE);
        assertThat(content).containsExactly(0);
    }
}
