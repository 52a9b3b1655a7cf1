package org.snmf.views.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.views.Samples;

class HtmlTest {
    static Iterable<String> hostile() {
        return Samples.HOSTILE;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void textAndAttributesComeBackAsTextAndNothingElse(String text) {
        Html html = new Html().open("p", "title", text).text(text).close();
        Element body = Jsoup.parseBodyFragment(html.build()).body();

        assertThat(body.children()).hasSize(1);
        Element p = body.child(0);
        assertThat(p.children()).isEmpty();
        assertThat(p.attributes().size()).isOne();
        assertThat(p.attr("title")).isEqualTo(Visible.text(text));
        assertThat(p.wholeText()).isEqualTo(Visible.text(text));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void textInAScriptCanEndNeitherItsStringNorTheScript(String text) {
        String escaped = Html.javascript(text);
        assertThat(escaped).doesNotContain("<", ">", "\"", "'", "`", "&", "$", "\n", "/", "{");
        assertThat(unescape(escaped)).isEqualTo(text);
    }

    private static String unescape(String escaped) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\u", i)) {
                out.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                out.append(escaped.charAt(i));
            }
        }
        return out.toString();
    }

    @Test
    void aTokensLeadingSpaceIsADimSign() {
        Element body = Jsoup.parseBodyFragment(
                        new Html().open("b").token(" Monday").close().build())
                .body();
        assertThat(body.text()).isEqualTo("␣Monday");
        assertThat(body.select("span.snmf-space").text()).isEqualTo("␣");
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "SCRIPT", "style", "iframe", "a b", "", "1a", "p><script"})
    void elementsThatCouldRunOrBreakOutAreRefused(String tag) {
        assertThatThrownBy(() -> new Html().open(tag)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void handlersAndForeignAddressesAreRefused() {
        assertThatThrownBy(() -> new Html().open("p", "onclick", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().open("p", "OnLoad", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().open("p", "a\" b", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().empty("img", "src", "https://example.org/x.png"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().open("a", "href", "javascript:alert(1)"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scriptsThatContainTheirOwnEndAreRefused() {
        assertThatThrownBy(() -> new Html().script("var a='</script>'")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().script("var a='</SCRIPT '")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Html().script("<!-- x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOpenElementAndAMissingValueAreMistakesOfTheProgrammer() {
        assertThatThrownBy(() -> new Html().open("p").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("p");
        assertThatThrownBy(() -> new Html().open("p", "class")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Html().open("p", "class", null).close().build()).isEqualTo("<p></p>");
    }

    @Test
    void aTitleThatWasCutIsWholeInItsTooltip() {
        String label = "<b>" + "x".repeat(50);
        assertThat(new Html().title("td", label, "class", "c").build())
                .isEqualTo("<td class=\"c\" title=\"&lt;b&gt;" + "x".repeat(50) + "\">&lt;b&gt;" + "x".repeat(37)
                        + "…</td>");
        assertThat(new Html().title("td", "day").build()).isEqualTo("<td>day</td>");
    }
}
