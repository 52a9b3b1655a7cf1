package org.snmf.magics.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.magics.imports.Imports;

class CellScopeTest {
    private final JShell shell = JShell.builder().executionEngine("local").build();
    private final CellScope scope = new CellScope(shell);

    @AfterEach
    void close() {
        shell.close();
    }

    private void run(String cell) {
        assertThat(shell.eval(cell).get(0).status()).isEqualTo(Snippet.Status.VALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int x = 5; | --rank {x} | --rank 5",
                "double x = 0.05; | a{x}b{x} | a0.05b0.05",
                "String x = \"a b\"; | {x} | a b",
                "var x = \"a \\\"b\\\"\"; | {x} | a \"b\"",
                "String x = \"ü \\\\ 'é'\"; | {x} | ü \\ 'é'",
                "char x = 'c'; | {x} | c",
                "int[] x = {300, 100}; | {x} | 300,100",
                "String[] x = {\"a\", \"b\"}; | {x} | a,b",
                "java.util.List<Integer> x = java.util.List.of(1, 2); | {x} | 1,2",
                "java.nio.file.Path x = java.nio.file.Path.of(\"d\"); | {x} | d",
                "int x = 5; | {{x}} {} {1} | {x} {} {1}"
            })
    void aVariableBecomesAWord(String cell, String word, String resolved) {
        run(cell);
        assertThat(scope.words(List.of(word))).containsExactly(resolved);
    }

    @Test
    void theLastDeclarationCounts() {
        run("int x = 5;");
        run("String x = \"new\";");
        assertThat(scope.words(List.of("{x}"))).containsExactly("new");
    }

    @Test
    void whatIsNoWordIsRefused() {
        run("String x = null;");
        run("Object y = new Object();");
        for (String word : List.of("{x}", "{y}", "{z}")) {
            assertThatThrownBy(() -> scope.words(List.of(word)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(word);
        }
    }

    @Test
    void importsComeOnceTheLibraryIsOnTheClassPath() {
        assertThat(Imports.OF_THE_LIBRARY).noneMatch(line -> line.contains("kernel"));
        scope.bringImports();
        shell.addToClasspath(System.getProperty("java.class.path"));
        scope.bringImports();
        long before = shell.imports().count();
        run("SnmfOptions options = SnmfOptions.rank(3);");
        run("var table = Table.create(\"t\");");
        scope.bringImports();
        assertThat(shell.imports().count()).isEqualTo(before);
    }

    @Test
    void kernelsThatHideTheirShellHaveNoScope() {
        assertThat(CellScope.of(new Object())).isEmpty();
    }
}
