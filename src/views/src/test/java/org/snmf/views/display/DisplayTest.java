package org.snmf.views.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class DisplayTest {
    @Test
    void theBundleHoldsWhatThereIsRichestFirst() {
        Display both = Display.of("<p>x</p>", "x");
        assertThat(both.mimeBundle()).containsExactly(Map.entry("text/html", "<p>x</p>"), Map.entry("text/plain", "x"));
        assertThat(both.png()).isEmpty();

        byte[] png = {1, 2, 3};
        Display pictures = both.withPng(png);
        assertThat(pictures.mimeBundle().keySet()).containsExactly("text/html", "image/png", "text/plain");
        assertThat(Base64.getDecoder().decode(pictures.mimeBundle().get("image/png")))
                .isEqualTo(png);
    }

    @Test
    void itsBytesCannotBeChangedFromOutside() {
        byte[] png = {1, 2, 3};
        Display display = Display.of("", "").withPng(png);
        png[0] = 9;
        display.png().orElseThrow()[1] = 9;
        assertThat(display.png().orElseThrow()).containsExactly(1, 2, 3);
    }

    @Test
    void textKeepsItsLinesAndIsEscaped() {
        Display display = Display.ofText("a < b\n  c");
        assertThat(display.plain()).isEqualTo("a < b\n  c").isEqualTo(display.toString());
        assertThat(Jsoup.parseBodyFragment(display.html()).select("pre").first().wholeText())
                .startsWith("a < b\n  c");
    }
}
