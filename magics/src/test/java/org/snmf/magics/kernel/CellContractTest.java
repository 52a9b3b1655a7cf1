package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.testkit.Notebook.Answer;

/** What is in a cell: Java first, then magics; which values it shows, and which errors it tells. */
class CellContractTest extends NotebookContract {
    @Test
    void percentSignsInJavaAreJavas() throws Exception {
        assertThat(client.execute("int k = 17;\nSystem.out.printf(\"k=%d%n\", 3);").stream("stdout"))
                .isEqualTo("k=3\n");
        assertThat(client.execute("String.format(\"rank=%d\", k)").result()).isEqualTo("rank=17");
        assertThat(client.execute("\"\"\"\nseed = %s\n%snmf help\n\"\"\".length() // = %snmf")
                        .result())
                .isEqualTo("21");
        assertThat(client.execute("int b = 5;\nint r = k\n  %b;\nr").result()).isEqualTo("2");
        assertThat(client.execute("char c = '='; String s = \"%d\"; s + c").result())
                .isEqualTo("%d=");
    }

    @Test
    void variablesNamedAsPackagesBreakNothing() throws Exception {
        client.execute("int org = 1, java = 2, io = 3, jdk = 4, tech = 5; String com = \"x\";");
        assertThat(client.execute("%snmf help").contents("error")).isEmpty();
        assertThat(client.execute("%%snmf data\nOn Monday it rained.").contents("error"))
                .isEmpty();
        assertThat(client.execute("var held = %snmf data\nheld.size() + org + java + io")
                        .result())
                .isEqualTo("7");
        assertThat(client.execute("%snmf factorise").error().get("evalue").asText())
                .contains("Did you mean");
    }

    @Test
    void magicsGoOnInTheNextLineAndStandBelowComments() throws Exception {
        client.execute("// the data\n\n%%snmf data\nOn Monday it rained.\nOn Tuesday too.");
        Answer joined = client.execute("%snmf data \\\n  --first \\\n  1\nthrow new RuntimeException(\"here\");");
        assertThat(traceback(joined.error())).contains("at line 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%snfm help | Did you mean %snmf?",
                "%nosuchmagic x | Correct its name, or register it first.",
                "%snmf data 'a | Close the quote.",
                "var x = %snmf data \"a | Close the quote.",
                "int q = 1; %%snmf data | Move it and its body to a cell of their own",
            })
    void aMagicThatCannotBeReadIsRefusedWithARemedy(String cell, String remedy) throws Exception {
        JsonNode error = client.execute(cell).error();
        assertThat(error.get("ename").asText()).isEqualTo("InputException");
        assertThat(error.get("evalue").asText()).contains("expected ", "found ", remedy);
        assertThat(error.get("traceback")).hasSize(1);
    }

    @Test
    void errorsNameTheClassTheLineAndTheCellInTheReplyToo() throws Exception {
        client.execute("// above\n\nint div(int a, int b) {\n  return a / b;\n}");
        Answer answer = client.execute("int fine = 1;\n\n// why\nint bad =\n    div(fine,\n        0);");
        for (JsonNode error : List.of(answer.error(), answer.reply())) {
            assertThat(error.get("ename").asText()).isEqualTo("ArithmeticException");
            assertThat(error.get("evalue").asText()).isEqualTo("/ by zero");
            assertThat(traceback(error))
                    .containsPattern("at line 4 of div, cell \\d+\n    at line 5\n")
                    .doesNotContain("jdk.internal");
        }
        assertThat(answer.status()).isEqualTo("error");
    }

    @Test
    void typesLambdasAndCausesHaveTheLinesOfTheirCells() throws Exception {
        client.execute("\n\nclass Deep {\n  static int of(int n) {\n"
                + "    if (n == 0) throw new IllegalStateException(\"deep\");\n    return of(n - 1);\n  }\n}");
        String told = traceback(client.execute("int a = 1;\n\nStream.of(1).forEach(x -> {\n  try {\n    Deep.of(1);\n"
                        + "  } catch (Exception e) {\n    throw new RuntimeException(\"outer\", e);\n  }\n});")
                .error());
        assertThat(told).startsWith("java.lang.RuntimeException: outer\n    at line 7\n");
        assertThat(told)
                .containsPattern("caused by java.lang.IllegalStateException: deep\n    at line 5 of of, cell \\d+");
        JsonNode own = client.execute("class Own extends RuntimeException {}\nthrow new Own();")
                .error();
        assertThat(own.get("ename").asText()).isEqualTo("Own");
        assertThat(traceback(own)).startsWith("Own\n    at line 2\n");
    }

    @Test
    void compilationErrorsNameTheSymbolAndTheLineOfTheCell() throws Exception {
        JsonNode error = client.execute("int ok = 1;\n\n// here\nvar x = missing(\n   ok);")
                .error();
        assertThat(error.get("ename").asText()).isEqualTo("CompilationException");
        assertThat(error.get("evalue").asText()).isEqualTo("line 4: cannot find symbol: method missing(int)");
        assertThat(traceback(error)).contains("var x = missing(\n        ^^^^^^^");
        assertThat(client.execute("int half(").error().get("evalue").asText()).contains("ends in the middle");
    }

    @Test
    void aTypoInAMethodBodyNamesTheSymbol() throws Exception {
        Answer defined = client.execute("int typo(int n) {\n  return n + nmu;\n}");
        assertThat(defined.contents("error")).isEmpty();
        assertThat(defined.stream("stderr"))
                .isEqualTo("line 1: typo() cannot be used yet: variable nmu is not defined.\n");
        JsonNode called = client.execute("typo(3)").error();
        assertThat(called.get("evalue").asText()).contains("variable nmu is not defined");
        client.execute("int nmu = 4;");
        assertThat(client.execute("typo(3)").result()).isEqualTo("7");
        assertThat(client.execute("int later() { return sooner(); }\nint sooner() { return 5; }").stream("stderr"))
                .isEmpty();
    }

    @Test
    void exceptionsOfOtherThreadsAppearInTheCell() throws Exception {
        Answer answer = client.execute("int before = 1;\nvar t = new Thread(() -> {\n"
                + "  throw new IllegalStateException(\"off the path\");\n}, \"worker\");\nt.start();\nt.join();");
        assertThat(answer.stream("stderr"))
                .startsWith("Exception in thread \"worker\": java.lang.IllegalStateException: off the path\n")
                .contains("    at line 3\n");
        Answer block =
                client.execute("{\n  var u = new Thread(() -> {\n    Object o = null;\n    o.hashCode();\n  });\n"
                        + "  u.start();\n  u.join();\n}");
        assertThat(block.stream("stderr")).contains("NullPointerException").contains("    at line 4\n");
        client.execute("var seen = new ArrayList<String>();\n"
                + "Thread.setDefaultUncaughtExceptionHandler((thread, e) -> seen.add(e.getMessage()));");
        client.execute("var v = new Thread(() -> { throw new RuntimeException(\"mine\"); });\nv.start();\nv.join();");
        assertThat(client.execute("seen").result()).isEqualTo("[mine]");
        client.execute("Thread.setDefaultUncaughtExceptionHandler(null);");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new int[] {1, 2} | [1, 2]",
                "new double[][] {{1, .5}, {}} | [[1.0, 0.5], []]",
                "new String[] {\"a\", null} | [\"a\", null]",
                "new char[] {'x'} | [x]",
                "new float[0] | []",
            })
    void arraysShowTheirContent(String cell, String shown) throws Exception {
        assertThat(client.execute(cell).result()).isEqualTo(shown);
    }

    @Test
    void longArraysShowTheirBeginning() throws Exception {
        String shown = client.execute("new long[100000]").result();
        assertThat(shown).startsWith("[0, 0, ").endsWith(", … 99900 more]");
        assertThat(client.execute("new float[500][500]").result().length()).isLessThan(20_000);
    }

    @Test
    void tablesArraysAndPlotsAreImported() throws Exception {
        assertThat(client.execute("Table.create(\"t\", IntColumn.create(\"a\", 1, 2)).rowCount()")
                        .result())
                .isEqualTo("2");
        for (String type : List.of(
                "INDArray",
                "Nd4j",
                "Table",
                "StringColumn",
                "Figure",
                "Layout",
                "ScatterPlot",
                "LinePlot",
                "Histogram",
                "BoxPlot",
                "Heatmap",
                "HeatMap",
                "Feature",
                "Factorization",
                "Snmf",
                "Session")) {
            assertThat(client.execute(type + ".class.getSimpleName()").contents("error"))
                    .as(type)
                    .isEmpty();
        }
        assertThat(client.execute("record Table(int rows) {}\nnew Table(3).rows()")
                        .result())
                .as("one's own types come first")
                .isEqualTo("3");
    }
}
