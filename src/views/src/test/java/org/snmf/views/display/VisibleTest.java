package org.snmf.views.display;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
    @Test
    void controlAndFormatCharactersBecomeSigns() {
        assertThat(Visible.text("a\nb\tc")).isEqualTo("a⏎b⇥c");
        assertThat(Visible.text("\u0000\u007F\u0085")).isEqualTo("⟨U+0000⟩⟨U+007F⟩⟨U+0085⟩");
        assertThat(Visible.text("x\u202Ey\u2066z\u200B\uFEFF\u2028"))
                .isEqualTo("x⟨U+202E⟩y⟨U+2066⟩z⟨U+200B⟩⟨U+FEFF⟩⟨U+2028⟩");
        assertThat(Visible.text("\u00A0")).isEqualTo("⟨U+00A0⟩");
        assertThat(Visible.text("a\uD83Db\uDE00")).isEqualTo("a\uFFFDb\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "Größe", "日本語", "שלום", "مرحبا", "😀 wide", "e\u0301", ""})
    void readableTextOfAnyScriptStaysAsItIs(String text) {
        assertThat(Visible.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"' Monday',␣Monday", "'a b',a b", "'  ',␣␣", "'end ',end␣", "'',∅", "'\u0301',◌\u0301"})
    void spacesAtTheEndsOfATokenAreShown(String token, String shown) {
        assertThat(Visible.token(token)).isEqualTo(shown);
    }

    @Test
    void noCharacterThatCouldHideOrMoveTextSurvives() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0x10FFFF; c++) {
            all.appendCodePoint(c);
        }
        assertThat(Visible.text(all.toString()).codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR);
    }

    @Test
    void widthsAreThoseOfATerminal() {
        assertThat(Visible.width("abc")).isEqualTo(3);
        assertThat(Visible.width("日本")).isEqualTo(4);
        assertThat(Visible.width("e\u0301")).isEqualTo(1);
        assertThat(Visible.width("😀")).isEqualTo(2);
    }

    @Test
    void titlesCutEndlessWordsAndWhatIsLong() {
        assertThat(Visible.title("days of the week")).isEqualTo("days of the week");
        assertThat(Visible.title("x".repeat(40) + " y")).isEqualTo("x".repeat(40) + " y");
        assertThat(Visible.title("a " + "x".repeat(10_000) + " b")).isEqualTo("a " + "x".repeat(40) + "… b");
        assertThat(Visible.title("😀".repeat(41))).isEqualTo("😀".repeat(40) + "…");
        assertThat(Visible.title("word ".repeat(2_000)))
                .hasSize(120)
                .startsWith("word word")
                .endsWith("word…");
        assertThat(Visible.title("a\u200bb")).isEqualTo("a⟨U+200B⟩b");
    }

    @Test
    void cuttingKeepsToTheWidthAndNeverSplitsACharacter() {
        assertThat(Visible.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Visible.cut("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(Visible.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Visible.cut("😀😀😀", 5)).isEqualTo("😀😀…");
    }
}
