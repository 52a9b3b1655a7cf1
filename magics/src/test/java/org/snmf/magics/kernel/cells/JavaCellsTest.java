package org.snmf.magics.kernel.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends a cell wherever between its snippets it comes. Without sockets; each case decides who is first. */
@Timeout(60)
class JavaCellsTest {
    private static JavaCells cells;

    @BeforeAll
    static void start() {
        cells = new JavaCells(
                System.getProperty("java.class.path"),
                List.of("import org.snmf.magics.kernel.cells.InterruptProbe;"),
                UnaryOperator.identity(),
                warning -> {});
        InterruptProbe.cells = cells;
    }

    @AfterAll
    static void end() {
        cells.close();
    }

    @BeforeEach
    void forget() {
        InterruptProbe.wentOn = false;
    }

    @Test
    void aSnippetTooShortToSeeTheInterruptPassesItOnToTheRestOfTheCell() throws Exception {
        assertThatThrownBy(() -> cells.run("cell", "InterruptProbe.shortSnippet();\nInterruptProbe.wentOn = true;"))
                .isInstanceOf(CellException.class)
                .hasMessageContaining("interrupted");
        InterruptProbe.await();
        assertThat(InterruptProbe.wentOn).isFalse();
        assertThat(cells.run("cell", "1 + 1")).isEqualTo(2);
    }

    @Test
    void anInterruptThatALoopTookNoteOfLetsTheCellGoOnWithTheBestSoFar() throws Exception {
        cells.run("cell", "InterruptProbe.bestSoFar();\nInterruptProbe.wentOn = true;");
        InterruptProbe.await();
        assertThat(InterruptProbe.wentOn).isTrue();
    }

    @Test
    void theLastSnippetOfACellKeepsItsValueAndTheNextCellIsWhole() throws Exception {
        assertThat(cells.run("cell", "int three() { InterruptProbe.shortSnippet(); return 3; }\nthree()"))
                .isEqualTo(3);
        InterruptProbe.await();
        assertThat(cells.run("cell", "2 + 2")).isEqualTo(4);
    }

    /** Else the cell would wait for every thread that its first snippets start, however long it lasts. */
    @Test
    void aSnippetBeginsWhenItsThreadsCanNoLongerBeCounted() {
        InterruptProbe.caller = Thread.currentThread();
        Object always = cells.run(
                "cell", "boolean always = true;\n" + "always &= InterruptProbe.callerWaits();\n".repeat(30) + "always");
        assertThat(always).isEqualTo(true);
    }

    @Test
    void anInterruptBetweenCellsIsForgotten() {
        cells.interrupt();
        cells.interrupt();
        assertThat(cells.run("cell", "Thread.currentThread().isInterrupted()")).isEqualTo(false);
    }
}
