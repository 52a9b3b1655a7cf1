package org.snmf.experiments.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.describe.Description.Kind;
import org.snmf.experiments.describe.Description.Place;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

class LexicalDescriberTest {
    private final List<Sentence> sentences = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();

    /** Adds a sentence whose tokens are its words with the space before them; returns the column of the first. */
    private int add(String text) {
        int first = tokens.size();
        int from = 0;
        while (from < text.length()) {
            int space = text.indexOf(' ', from + 1);
            int end = space < 0 ? text.length() : space;
            tokens.add(new Token(0, text.substring(from, end), sentences.size(), tokens.size() - first, from, end));
            from = end;
        }
        sentences.add(new Sentence(text, ""));
        return first;
    }

    private void fill() {
        for (int i = 0; i < 60; i++) {
            add("the cat and the dog eat food by the house number" + i);
        }
    }

    private Description describe(int... columns) {
        return describe(LexicalOptions.defaults(), columns);
    }

    private Description describe(LexicalOptions options, int... columns) {
        TokenTable table = new TokenTable(sentences, tokens);
        List<Context> contexts = IntStream.of(columns)
                .mapToObj(t -> new Context(
                        t, table.token(t), table.sentence(table.token(t).sentence()), 1, List.of()))
                .toList();
        return new LexicalDescriber(table, options).describe(new Feature(0, 3, 0.1, contexts));
    }

    @Test
    void theWordThatMostContextsShareIsTheName() {
        fill();
        int[] columns = {add("Monday came"), add("monday went"), add("Monday ends"), add("the rain")};
        Description description = describe(columns);
        assertThat(description.label()).isEqualTo("Monday");
        assertThat(description.kind()).isEqualTo(Kind.NAMED);
        assertThat(description.coverage()).isEqualTo(0.75);
        assertThat(description.evidence()).hasSize(1);
        assertThat(description.evidence().get(0).contexts()).isEqualTo(3);
        assertThat(description.evidence().get(0).elsewhere()).isZero();
    }

    @Test
    void aWordAsFrequentElsewhereIsNoName() {
        fill();
        assertThat(describe(0, 11, 1, 13).label()).isEqualTo("mixed");
        assertThat(describe(0, 11, 1, 13).kind()).isEqualTo(Kind.MIXED);
    }

    @Test
    void formsOfOneWordAreJoinedByTheirStem() {
        fill();
        int[] columns = {add("month x"), add("months y"), add("month's z"), add("apple q"), add("pear r")};
        assertThat(describe(columns).label()).isEqualTo("month");
    }

    @Test
    void severalWordsTogetherMayBeTheName() {
        fill();
        int[] columns = {
            add("June a"), add("June b"), add("July c"), add("July d"), add("July e"), add("sun f"), add("rain g")
        };
        assertThat(describe(columns).label()).isEqualTo("July, June");
        assertThat(describe(new LexicalOptions(10, 0.5, 1, 10.83), columns).label())
                .isEqualTo("mixed");
    }

    @Test
    void whatComesNextIsNamedWithAnArrow() {
        fill();
        int[] columns = {add("on Sunday"), add("by Sunday"), add("and Sunday"), add("the Sunday")};
        assertThat(describe(columns).label()).isEqualTo("→ Sunday");
        int[] same = {add("until Friday"), add("until Friday"), add("until Friday")};
        assertThat(describe(same).label()).isEqualTo("until → Friday");
        assertThat(describe(same).evidence())
                .extracting(Description.Evidence::place)
                .containsExactly(Place.HERE, Place.NEXT);
        int[] marks = {add("Paris ."), add("Rome ."), add("Bonn .")};
        assertThat(describe(marks).label()).isEqualTo("mixed");
    }

    @Test
    void featuresWithoutContextsAreDead() {
        fill();
        assertThat(describe().kind()).isEqualTo(Kind.DEAD);
    }

    @Test
    void distinctivenessIsTheLikelihoodRatio() {
        // 3 of 4 contexts and 1 of 96 others: 2 Σ o ln(o/e) with e = .16, 3.84, 3.84, 92.16.
        String[] words = new String[100];
        for (int t = 0; t < 100; t++) {
            words[t] = t < 4 ? "x" : "y";
        }
        WordCounts counts = new WordCounts(words, w -> w);
        double expected =
                2 * (3 * Math.log(3 / 0.16) + Math.log(1 / 3.84) + Math.log(1 / 3.84) + 95 * Math.log(95 / 92.16));
        assertThat(counts.distinctiveness("x", 3, 4)).isCloseTo(expected, within(1e-9));
        assertThat(counts.distinctiveness("y", 3, 4)).isZero();
    }

    @Test
    void piecesOfAWordAreNamedByTheWholeWord() {
        Sentence sentence = new Sentence("On Saturday? it's 5 o'clock", "");
        assertThat(Words.here(new Sentence("a Saturday.", ""), new Token(0, "ur", 0, 0, 5, 7)))
                .isEqualTo("Saturday");
        assertThat(Words.here(new Sentence("a Saturday.", ""), new Token(0, ".", 0, 0, 10, 11)))
                .isEqualTo(".");
        assertThat(Words.next(new Sentence("a Saturday.", ""), new Token(0, "ur", 0, 0, 5, 7)))
                .isEqualTo(".");
        assertThat(Words.next(new Sentence("a Saturday.", ""), new Token(0, ".", 0, 0, 10, 11)))
                .isEmpty();
        int clock = sentence.text().indexOf("clock");
        assertThat(Words.here(sentence, new Token(0, "clock", 0, 0, clock, clock + 5)))
                .isEqualTo("o'clock");
    }

    @Test
    void stemsJoinFormsAndKeepOtherWordsApart() {
        assertThat(Words.stem("Days")).isEqualTo(Words.stem("day's")).isEqualTo("day");
        assertThat(Words.stem("stories")).isEqualTo("story");
        assertThat(Words.stem("running")).isEqualTo(Words.stem("run")).isEqualTo("run");
        assertThat(Words.stem("class")).isEqualTo("class");
        assertThat(Words.stem("bus")).isEqualTo("bus");
        assertThat(Words.stem("sing")).isEqualTo("sing");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new LexicalOptions(0, 0.5, 3, 1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new LexicalOptions(5, 0, 3, 1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new LexicalOptions(5, 0.5, 0, 1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new LexicalOptions(5, 0.5, 3, Double.NaN)).isInstanceOf(InputException.class);
    }
}
