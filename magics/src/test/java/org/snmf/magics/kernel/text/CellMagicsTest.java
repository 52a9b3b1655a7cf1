package org.snmf.magics.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.errors.InputException;

class CellMagicsTest {
    private static final Collection<String> NAMES = List.of("snmf", "other", "load", "time");
    private final CellMagics magics = new CellMagics(
            () -> NAMES,
            words -> words.size() > 1 && words.get(1).equals("factorize")
                    ? Optional.of(java.util.Map.Entry.class)
                    : Optional.empty());

    static Stream<Arguments> cells() {
        return Stream.of(
                Arguments.of("%snmf help", "$lineMagic(\"snmf\", \"help\");"),
                Arguments.of("%snmf help;", "$lineMagic(\"snmf\", \"help\");"),
                Arguments.of(
                        "var f = %snmf factorize --rank 3",
                        "var f = (java.util.Map.Entry) $valueMagic(\"snmf\", \"factorize\", \"--rank\", \"3\");"),
                Arguments.of(
                        "%snmf fit --rank {k} 'a {b} c {{d}} {} {1}'",
                        "$lineMagic(\"snmf\", \"fit\", \"--rank\", \"\" + $text(\"k\", k) + \"\", "
                                + "\"a \" + $text(\"b\", b) + \" c {d} {} {1}\");"),
                Arguments.of("f = %snmf data;", "f = $valueMagic(\"snmf\", \"data\");"),
                Arguments.of(
                        "int x = 1;\n  %other a 'b c' \\x",
                        "int x = 1;\n  $lineMagic(\"other\", \"a\", \"b c\", \"\\\\x\");"),
                Arguments.of("int x = 1; %other a", "int x = 1; $lineMagic(\"other\", \"a\");"),
                Arguments.of("if (b) {\n%snmf help\n}", "if (b) {\n$lineMagic(\"snmf\", \"help\");\n}"),
                Arguments.of("if (b)\n  %snmf help\n", "if (b)\n  $lineMagic(\"snmf\", \"help\");\n"),
                Arguments.of("run(() -> {\n%other\n});", "run(() -> {\n$lineMagic(\"other\");\n});"),
                Arguments.of("f.size()\n%snmf features", "f.size()\n$lineMagic(\"snmf\", \"features\");"),
                Arguments.of("f.size() // all\n%snmf\n", "f.size() // all\n$lineMagic(\"snmf\");\n"),
                Arguments.of(
                        "%snmf factorize \\\n  --rank 3 \\\n  --seed 1\nint y;",
                        "$lineMagic(\"snmf\", \"factorize\", \"--rank\", \"3\", \"--seed\", \"1\");\n\n\nint y;"),
                Arguments.of("%unknown x\nint y;", "$lineMagic(\"unknown\", \"x\");\nint y;"),
                Arguments.of(
                        "%%snmf data --first 2\nIt's \"Monday\".\nEs heißt so.\n",
                        "$cellMagic(new String[] {\"It's \\\"Monday\\\".\\nEs hei\\u00dft so.\\n\"}, "
                                + "\"snmf\", \"data\", \"--first\", \"2\");"),
                Arguments.of(
                        "// what for\n\n/* and\nwhy */ %%snmf data\r\nA.",
                        "// what for\n\n/* and\nwhy */ $cellMagic(new String[] {\"A.\"}, \"snmf\", \"data\");"),
                Arguments.of("%%snmf data", "$cellMagic(new String[] {}, \"snmf\", \"data\");"));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("a b", "a b"),
                Arguments.of(5, "5"),
                Arguments.of(0.05, "0.05"),
                Arguments.of(
                        java.nio.file.Path.of("a", "b"),
                        java.nio.file.Path.of("a", "b").toString()),
                Arguments.of(new int[] {30, 60}, "30,60"),
                Arguments.of(new String[] {"a", "b"}, "a,b"),
                Arguments.of(List.of(1, 2), "1,2"),
                Arguments.of(org.snmf.factorize.Initialization.SVD, "svd"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aVariableBecomesAWord(Object value, String word) {
        assertThat(MagicCalls.$text("x", value)).isEqualTo(word);
    }

    @Test
    void aVariableThatIsNoWordIsRefused() {
        assertThatThrownBy(() -> MagicCalls.$text("x", null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("{x}")
                .hasMessageContaining("null");
        assertThatThrownBy(() -> MagicCalls.$text("x", List.of(new Object())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("{{x}}");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void turnsMagicsIntoJava(String cell, String java) {
        assertThat(magics.resolveMagics(cell)).isEqualTo(java);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int r = 7 %snmf;",
                "boolean b = x == %snmf;",
                "String s = \"\"\"\n%snmf help\n\"\"\";",
                "String s = \"\"\"\n\\\"\"\"\n= %snmf help\n\"\"\";",
                "/* so:\n%snmf help\n*/ 1",
                "// = %snmf help",
                "// \"\"\"\nint y = 5 % x;",
                "char c = '\"'; int z = 1;",
                "char c = '='; int z = 7 %k;",
                "String t = \"a \\\" = %snmf b\";",
                "System.out.printf(\"k=%d%n\", 3);",
                "String.format(\"rank=%d\", k)",
                "var s = \"seed = %s\";",
                "var s = \"seed = \" + '%' + \"%s\";",
                "int k = 17\n  %time;",
                "int k = 17\n  %time - 1;",
                "int k = total\n  %count;",
                "boolean b = o\n  %other instanceof Integer;",
                "int k = f(total\n  %load x);",
                "int[] a = {17\n %k, 3};",
            })
    void leavesJavaAlone(String cell) {
        assertThat(magics.resolveMagics(cell)).isEqualTo(cell);
    }

    @Test
    void refusesWithASentenceAndARemedy() {
        assertThatThrownBy(() -> magics.resolveMagics("int x;\nvar y = %snmf data \"open"))
                .isInstanceOf(InputException.class)
                .hasMessage("line 2, %snmf: expected a closing \", found none after \"open. "
                        + "Close the quote. A magic ends with its line.");
        assertThatThrownBy(() -> magics.resolveMagics("int x;\n\n%%snmf data\nOn Monday."))
                .isInstanceOf(InputException.class)
                .hasMessage("line 3: expected %%snmf where the cell begins, found it after other code. "
                        + "Move it and its body to a cell of their own, or write %snmf.");
        assertThat(CellMagics.unknown("smnf", false, NAMES))
                .hasMessage("%smnf: expected one of %load, %other, %snmf, %time, found no such magic. "
                        + "Did you mean %snmf?");
    }

    @Test
    void knowsTheMagicThatIsBeingTyped() {
        assertThat(magics.magicAtEnd("int i;\nvar f = %snmf fact")).contains("snmf fact");
        assertThat(magics.magicAtEnd("%snmf data \\\n  --fi")).contains("snmf data    --fi");
        assertThat(magics.magicAtEnd("\"= %snmf fact")).isEmpty();
        assertThat(magics.magicAtEnd("%snmf fact\nint i")).isEmpty();
    }

    @Test
    void knowsWhenACellMagicGoesOn() {
        assertThat(magics.goesOn("%%snmf data\nOn Monday.")).isTrue();
        assertThat(magics.goesOn("%%snmf data\nOn Monday.\n\n")).isFalse();
        assertThat(magics.goesOn("%snmf data \\\n")).isTrue();
        assertThat(magics.goesOn("%snmf data")).isFalse();
        assertThat(magics.goesOn("int x = 1;")).isFalse();
    }

    /** A body of any length is one that Java can hold, and lines keep their numbers whatever a cell is made of. */
    @Test
    void holdsForRandomCells() {
        String[] parts = {
            "\n",
            "%snmf a\n",
            " = ",
            "%",
            "%%",
            "\"",
            "'",
            "\\",
            "/*",
            "*/",
            "//",
            "x",
            ";",
            "{",
            "}",
            "(",
            ")",
            "\"\"\"",
            " "
        };
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder cell = new StringBuilder("int a;\n");
            for (int i = random.nextInt(30); i > 0; i--) {
                cell.append(parts[random.nextInt(parts.length)]);
            }
            try {
                String java = magics.resolveMagics(cell.toString());
                assertThat(java.chars().filter(c -> c == '\n').count())
                        .as("seed %d: %s", seed, cell)
                        .isEqualTo(cell.chars().filter(c -> c == '\n').count());
            } catch (InputException e) {
                assertThat(e.remedy()).as("seed %d", seed).isNotEmpty();
            }
        }
        assertThat(magics.resolveMagics("%%snmf data\n" + "ä".repeat(100_000)).split("\", \""))
                .hasSizeGreaterThan(4);
    }
}
