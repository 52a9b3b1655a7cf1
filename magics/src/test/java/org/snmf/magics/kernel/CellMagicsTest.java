package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellMagicsTest {
    private static final String STATICS = "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.<Object>";
    private final CellMagics magics = new CellMagics();

    static Stream<Arguments> cells() {
        return Stream.of(
                Arguments.of("%snmf help", STATICS + "lineMagic(\"snmf\", java.util.List.of(\"help\"));"),
                Arguments.of(
                        "var f = %snmf factorize --rank 3",
                        "var f = (org.snmf.factorize.Factorization) " + STATICS
                                + "lineMagic(\"snmf\", java.util.List.of(\"factorize\", \"--rank\", \"3\"));"),
                Arguments.of(
                        "f = %snmf factorize --rank 3;",
                        "f = (org.snmf.factorize.Factorization) " + STATICS
                                + "lineMagic(\"snmf\", java.util.List.of(\"factorize\", \"--rank\", \"3\"));"),
                Arguments.of(
                        "int x = 1;\n  %other a 'b c' \\x",
                        "int x = 1;\n  " + STATICS
                                + "lineMagic(\"other\", java.util.List.of(\"a\", \"b c\", \"\\\\x\"));"),
                Arguments.of(
                        "%%snmf data --first 2\nIt's \"Monday\".\nEs heißt so.\n",
                        STATICS + "cellMagic(\"snmf\", java.util.List.of(\"data\", \"--first\", \"2\"), "
                                + "\"It's \\\"Monday\\\".\\nEs hei\\u00dft so.\\n\");"),
                Arguments.of("%%snmf data", STATICS + "cellMagic(\"snmf\", java.util.List.of(\"data\"), \"\");"));
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
                "/* so:\n%snmf help\n*/ 1",
                "// \"\"\"\nint y = 5 % x;",
                "char c = '\"'; int z = 1;",
                "String t = \"a \\\" %snmf b\";"
            })
    void leavesJavaAlone(String cell) {
        assertThat(magics.resolveMagics(cell)).isEqualTo(cell);
    }
}
