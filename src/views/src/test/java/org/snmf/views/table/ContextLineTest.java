package org.snmf.views.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.snmf.features.Context;
import org.snmf.features.TokenCoefficient;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.views.display.Html;

class ContextLineTest {
    private static final Token BOS = new Token(0, "<s>", 0, 0, 0, 0);
    private static final Token HI = new Token(1, "Hi", 0, 1, 0, 2);
    /** Three tokens that are the bytes of one emoji, and share its span. */
    private static final List<Token> EMOJI = List.of(
            new Token(2, "\uFFFD", 0, 2, 3, 5), new Token(3, "\uFFFD", 0, 3, 3, 5), new Token(4, "\uFFFD", 0, 4, 3, 5));

    private static final Token THERE = new Token(5, " there", 0, 5, 5, 11);
    private static final Sentence SENTENCE = new Sentence("Hi \uD83D\uDE00 there", "");

    private static Element html(Context context) {
        Html html = new Html();
        new ContextLine(context, 100).write(html, 2);
        return Jsoup.parseBodyFragment(html.build()).body();
    }

    private static Context at(Token strongest, float... strengths) {
        List<Token> tokens = List.of(HI, EMOJI.get(0), EMOJI.get(1), EMOJI.get(2), THERE);
        List<TokenCoefficient> all = IntStream.range(0, tokens.size())
                .mapToObj(i -> new TokenCoefficient(tokens.get(i), strengths[i]))
                .toList();
        return new Context(0, strongest, SENTENCE, 2, all);
    }

    @Test
    void aSpecialTokenThatIsNotInTheTextStandsBeforeIt() {
        Context context = at(BOS, 0, 0, 0, 0, 0);
        Element body = html(context);
        assertThat(body.text()).isEqualTo("<s> Hi \uD83D\uDE00 there");
        assertThat(body.select("mark b").text()).isEqualTo("<s>");
        assertThat(ContextLine.plain(context, 80)).isEqualTo("«<s>» Hi \uD83D\uDE00 there");
    }

    @Test
    void ofTokensThatShareACharacterTheStrongestIsSetOff() {
        Element body = html(at(EMOJI.get(1), 0, 1.9f, 2, 1.9f, 0));
        assertThat(body.wholeText()).isEqualTo("Hi \uD83D\uDE00 there");
        assertThat(body.select("mark")).hasSize(1);
        assertThat(body.select("mark b").text()).isEqualTo("\uD83D\uDE00");
        assertThat(body.select("mark").attr("title")).isEqualTo("coefficient 2");
    }

    @Test
    void tokensThatShareACharacterAreDrawnOnce() {
        Element body = html(at(HI, 2, 1, 1, 1, 1));
        assertThat(body.wholeText()).isEqualTo("Hi \uD83D\uDE00 there");
        assertThat(body.select("mark").eachText()).containsExactly("Hi", "\uD83D\uDE00", "there");
    }

    @Test
    void anExcerptBreaksAtWordsAndNeverInsideACharacter() {
        Sentence words = new Sentence("one two three four five six seven eight nine ten", "");
        Token six = new Token(0, " six", 0, 5, 23, 27);
        Context context = new Context(0, six, words, 2, List.of(new TokenCoefficient(six, 2)));
        assertThat(ContextLine.plain(context, 30)).isEqualTo("… four five «six» seven …");

        Sentence emoji = new Sentence("\uD83D\uDE00".repeat(20), "");
        Token middle = new Token(0, "\uD83D\uDE00", 0, 10, 20, 22);
        Context narrow = new Context(0, middle, emoji, 2, List.of(new TokenCoefficient(middle, 2)));
        for (int columns = 8; columns < 30; columns++) {
            assertThat(ContextLine.plain(narrow, columns))
                    .doesNotContain("\uFFFD")
                    .contains("«\uD83D\uDE00»");
        }
    }
}
