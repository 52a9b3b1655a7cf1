package org.snmf.views.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTableTest {
    @Test
    void columnsAreAlignedAndCellsMayHaveLines() {
        String table = new PlainTable()
                .number("n")
                .text("name")
                .number("share")
                .row(List.of("1", "日本\nb", "3.5"))
                .row(List.of("12", "abcdef", ""))
                .build();
        assertThat(table).isEqualTo("""
                         n  name    share
                        ──  ──────  ─────
                         1  日本      3.5
                            b
                        12  abcdef
                        """);
    }

    @Test
    void whatDoesNotFitIsCutWhereItIsWidest() {
        String table = new PlainTable()
                .text("a")
                .text("b")
                .row(List.of("x".repeat(300), "short"))
                .build();
        assertThat(table.lines())
                .allSatisfy(line -> assertThat(Visible.width(line)).isLessThanOrEqualTo(PlainTable.WIDTH));
        assertThat(table).contains("x…").contains("short");
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        assertThat(Numbers.percent(0.1234)).isEqualTo("12.3%");
        assertThat(Numbers.percent(0.0005)).isEqualTo("0.05%");
        assertThat(Numbers.percent(1e-7)).isEqualTo("<0.01%");
        assertThat(Numbers.percent(0)).isEqualTo("0.0%");
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.shortly(0.98)).isEqualTo("0.980");
        assertThat(Numbers.shortly(1234.6)).isEqualTo("1235");
        assertThat(Numbers.shortly(-3)).isEqualTo("−3");
        assertThat(Numbers.shortly(1e-6)).isEqualTo("1.00e−06");
        assertThat(Numbers.signed(-0.5)).isEqualTo("−0.50");
        assertThat(Numbers.signed(1.234)).isEqualTo("+1.23");
        assertThat(Numbers.signed(-0.001)).isEqualTo("0.00");
    }

    @Test
    void aRowMustFillItsColumns() {
        assertThatThrownBy(() -> new PlainTable().text("a").row(List.of("1", "2")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
