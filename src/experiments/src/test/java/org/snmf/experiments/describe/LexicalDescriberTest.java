package org.snmf.experiments.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.experiments.describe.Description.State;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.progress.Progress;
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
        float[] equal = new float[columns.length];
        Arrays.fill(equal, 1);
        return describe(options, equal, columns);
    }

    private Description describe(LexicalOptions options, float[] coefficients, int... columns) {
        TokenTable table = new TokenTable(sentences, tokens);
        List<Context> contexts = IntStream.range(0, columns.length)
                .mapToObj(i -> new Context(
                        columns[i],
                        table.token(columns[i]),
                        table.sentence(table.token(columns[i]).sentence()),
                        coefficients[i],
                        List.of()))
                .toList();
        Subject subject = Subject.ofContexts(new Feature(7, 3, 0.1, 0.1, contexts));
        return new LexicalDescriber(table, options)
                .describe(List.of(subject), Progress.NONE)
                .get(0);
    }

    @Test
    void theWordThatMostContextsShareIsTheName() {
        fill();
        int[] columns = {add("Monday came"), add("monday went"), add("Monday ends"), add("the rain")};
        Description description = describe(columns);
        assertThat(description.title()).isEqualTo("Monday");
        assertThat(description.name()).contains("Monday");
        assertThat(description.state()).isEqualTo(State.NAMED);
        assertThat(description.feature()).isEqualTo(7);
        assertThat(description.giver()).isEqualTo("lexical");
        assertThat(description.confidence()).isEqualTo(0.75);
        assertThat(description.reason()).isEqualTo("Monday at the token in 3 of 4 contexts and 0 other tokens");
    }

    @Test
    void withoutACommonWordTheStrongestTokensAreTheTitle() {
        fill();
        Description description = describe(LexicalOptions.defaults(), new float[] {4, 3, 2, 1}, 0, 11, 1, 13);
        assertThat(description.title()).isEqualTo("the, cat, and");
        assertThat(description.state()).isEqualTo(State.UNNAMED);
        assertThat(description.name()).isEmpty();
        assertThat(description.confidence()).isNaN();
    }

    @Test
    void theStrongestContextsMayNotContradictTheName() {
        fill();
        int[] columns = {add("plum a"), add("pear b"), add("kiwi c"), add("Monday d"), add("Monday e"), add("Monday f")
        };
        assertThat(describe(columns).state()).isEqualTo(State.UNNAMED);
        int[] led = {columns[3], columns[4], columns[0], columns[1], columns[2], columns[5]};
        assertThat(describe(led).title()).isEqualTo("Monday");
    }

    @Test
    void weakContextsCountLessThanStrongOnes() {
        fill();
        int[] columns = {add("Monday a"), add("pear b"), add("Monday c"), add("plum d"), add("kiwi e"), add("fig f")};
        assertThat(describe(columns).state()).isEqualTo(State.UNNAMED);
        assertThat(describe(LexicalOptions.defaults(), new float[] {9, 5, 5, 1, 1, 1}, columns)
                        .title())
                .isEqualTo("Monday");
    }

    @Test
    void wordsWithHyphensAndUnderscoresAreWhole() {
        fill();
        int[] columns = {add("well-known a"), add("well-known b"), add("well-known c")};
        assertThat(describe(columns).title()).isEqualTo("well-known");
        int[] code = {add("my_list = x"), add("my_list + y")};
        assertThat(describe(code).title()).isEqualTo("my_list");
        assertThat(Words.here(new Sentence("a - b", ""), new Token(0, "-", 0, 0, 2, 3)))
                .isEqualTo("-");
        assertThat(Words.next(new Sentence("the __init__ of", ""), new Token(0, "the", 0, 0, 0, 3)))
                .isEqualTo("__init__");
    }

    @Test
    void promotedTokensAreNamedByTheStemThatLeadsThem() {
        fill();
        LexicalDescriber describer = new LexicalDescriber(new TokenTable(sentences, tokens));
        Subject days = Subject.ofPromoted(
                3,
                List.of(new ScoredToken(1, " day", 3), new ScoredToken(2, " Days", 2), new ScoredToken(3, " sun", 1)));
        Subject none = Subject.ofSuppressed(
                3,
                List.of(new ScoredToken(1, " up", -2), new ScoredToken(2, " on", -2), new ScoredToken(3, " to", -2)));
        List<Description> given = describer.describe(List.of(days, none), Progress.NONE);
        assertThat(given.get(0).name()).contains("day");
        assertThat(given.get(0).side()).isEqualTo(Subject.Side.PROMOTED);
        assertThat(given.get(1).state()).isEqualTo(State.UNNAMED);
        assertThat(given.get(1).title()).isEqualTo("up, on, to");
    }

    @Test
    void aWordAsFrequentElsewhereIsNoName() {
        fill();
        assertThat(describe(0, 11, 1, 13).state()).isEqualTo(State.UNNAMED);
    }

    @Test
    void formsOfOneWordAreJoinedByTheirStem() {
        fill();
        int[] columns = {add("month x"), add("months y"), add("month's z"), add("apple q"), add("pear r")};
        assertThat(describe(columns).title()).isEqualTo("month");
    }

    @Test
    void severalWordsTogetherMayBeTheName() {
        fill();
        int[] columns = {
            add("June a"), add("June b"), add("July c"), add("July d"), add("July e"), add("sun f"), add("rain g")
        };
        assertThat(describe(columns).title()).isEqualTo("July, June");
        assertThat(describe(new LexicalOptions(10, 0.5, 1, 10.83), columns).state())
                .isEqualTo(State.UNNAMED);
    }

    @Test
    void whatComesNextIsNamedWithAnArrow() {
        fill();
        int[] columns = {add("on Sunday"), add("by Sunday"), add("and Sunday"), add("the Sunday")};
        assertThat(describe(columns).title()).isEqualTo("→ Sunday");
        int[] same = {add("until Friday"), add("until Friday"), add("until Friday")};
        assertThat(describe(same).title()).isEqualTo("until → Friday");
        assertThat(describe(same).reason()).contains("at the token", "after it");
        int[] marks = {add("Paris ."), add("Rome ."), add("Bonn .")};
        assertThat(describe(marks).title()).isEqualTo("Paris, Rome, Bonn");
    }

    @Test
    void featuresWithoutContextsAreDead() {
        fill();
        assertThat(describe().state()).isEqualTo(State.DEAD);
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
