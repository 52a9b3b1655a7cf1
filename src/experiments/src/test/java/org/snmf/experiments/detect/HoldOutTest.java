package org.snmf.experiments.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Sentence;

class HoldOutTest {
    private static List<Sentence> labelled(String label, int count) {
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sentences.add(new Sentence(label + " " + i, label));
        }
        return sentences;
    }

    private static List<Sentence> joined(List<Sentence> a, List<Sentence> b) {
        List<Sentence> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    @Test
    void noTextIsInBothPartsAndNothingIsLost() {
        List<Sentence> data = EmbeddedModel.sentences();
        HoldOut split = HoldOut.of(data, 5, 1);
        assertThat(split.held()).hasSize(110);
        assertThat(split.fit()).hasSize(data.size() - 110);
        assertThat(split.fit()).doesNotContainAnyElementsOf(split.held());
        assertThat(joined(split.fit(), split.held())).containsExactlyInAnyOrderElementsOf(data);
        assertThat(HoldOut.of(data, 5, 1)).isEqualTo(split);
        assertThat(HoldOut.of(data, 5, 2).held()).isNotEqualTo(split.held());
    }

    @Test
    void repeatedTextsAreHeldOutTogether() {
        List<Sentence> twice = joined(labelled("a", 4), labelled("a", 4));
        HoldOut split = HoldOut.of(joined(twice, labelled("b", 4)), 2, 1);
        assertThat(split.held()).hasSize(4);
        assertThat(split.fit()).hasSize(4 + 2).doesNotContainAnyElementsOf(split.held());
    }

    @Test
    void smallLabelsGiveNoneAndAreNamed() {
        HoldOut split = HoldOut.of(joined(labelled("a", 9), labelled("b", 10)), 5, 1);
        assertThat(split.tooSmall()).containsExactly("a");
        assertThat(split.held()).hasSize(5).allMatch(sentence -> sentence.label()
                .equals("b"));
    }

    @Test
    void refusesWhatCannotBeSplit() {
        assertThatThrownBy(() -> HoldOut.of(List.of(new Sentence("x", ""), new Sentence("y", "")), 1, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least two labels, found none");
        assertThatThrownBy(() -> HoldOut.of(labelled("a", 9), 1, 1)).hasMessageContaining("only \"a\"");
        assertThatThrownBy(() -> HoldOut.of(joined(labelled("a", 3), labelled("b", 2)), 5, 1))
                .hasMessageContaining("at least 10 different sentences, found at most 3");
        List<Sentence> other =
                labelled("a", 3).stream().map(s -> new Sentence(s.text(), "b")).toList();
        assertThatThrownBy(() -> HoldOut.of(joined(labelled("a", 3), other), 1, 1))
                .hasMessageContaining("expected one label, found \"a\" and \"b\"");
    }

    @Test
    void relativesAreNeitherNeutralNorOthers() {
        LabelFamilies families = LabelFamilies.of(Map.of("letters", List.of("a", "b")));
        List<Sentence> data = joined(joined(labelled("a", 2), labelled("b", 3)), labelled("c", 4));
        DetectionSet set = DetectionSet.ofLabels(data, families, 1);
        DetectionSet.Groups a = set.groups("a").orElseThrow();
        assertThat(a.activating()).containsExactly(0, 1);
        assertThat(a.related()).containsExactly(2, 3, 4);
        assertThat(a.others()).containsExactly(5, 6, 7, 8);
        assertThat(a.neutral()).hasSize(2).doesNotHaveDuplicates();
        assertThat(Arrays.stream(a.neutral()).boxed()).isSubsetOf(5, 6, 7, 8);
        assertThat(set.groups("c").orElseThrow().related()).isEmpty();
        assertThat(set.groups("d")).isEmpty();
        assertThatThrownBy(() -> LabelFamilies.of(Map.of("x", List.of("a"), "y", List.of("a"))))
                .hasMessageContaining("one family");
    }

    @Test
    void writtenSentencesKeepTheirOwnNeutralOnes() {
        DetectionSet set = DetectionSet.ofWritten(
                Map.of("a", List.of("a1", "a2")), Map.of("a", List.of("n1")), LabelFamilies.NONE);
        DetectionSet.Groups a = set.groups("a").orElseThrow();
        assertThat(a.activating()).containsExactly(0, 1);
        assertThat(a.neutral()).containsExactly(2);
        assertThat(a.others()).containsExactly(2);
        assertThatThrownBy(() ->
                        DetectionSet.ofWritten(Map.of("a", List.of("x")), Map.of("a", List.of()), LabelFamilies.NONE))
                .hasMessageContaining("label \"a\"");
    }
}
