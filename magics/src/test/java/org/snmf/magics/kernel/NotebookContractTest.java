package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.testkit.Notebook;
import org.snmf.testkit.Notebook.Answer;

/** A kernel without surprises: what a person who knows Java and other kernels expects of a cell. */
@Timeout(120)
class NotebookContractTest {
    private static Notebook client;

    @BeforeAll
    static void start() throws Exception {
        client = new Notebook();
    }

    @AfterAll
    static void end() throws Exception {
        client.shutdown();
        client.close();
    }

    private static String traceback(JsonNode error) {
        StringBuilder text = new StringBuilder();
        error.get("traceback").forEach(line -> text.append(line.asText()).append('\n'));
        return text.toString().replaceAll("\u001B\\[\\d*m", "");
    }

    private static void waitFor(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    // Java comes first.

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

    // Errors.

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

    // Input.

    @Test
    void inputIsAskedForWhereItCanBeAndRefusedWhereNot() throws Exception {
        String id = client.start("new Scanner(System.in).nextLine().toUpperCase()", Map.of("allow_stdin", true));
        client.answer("monday");
        assertThat(client.collect(id).result()).isEqualTo("MONDAY");
        JsonNode error = client.execute("new Scanner(System.in).nextLine()").error();
        assertThat(error.get("evalue").asText())
                .contains("System.in: expected a person to ask")
                .contains("Write the value into the cell.");
    }

    @Test
    void aCellThatWaitsForInputCanBeInterrupted() throws Exception {
        String id = client.start("System.in.read()", Map.of("allow_stdin", true));
        client.awaitQuestion();
        client.interrupt();
        assertThat(client.collect(id).error().get("ename").asText()).isEqualTo("EvaluationInterruptedException");
        id = client.start("(char) System.in.read()", Map.of("allow_stdin", true));
        client.answer("x");
        assertThat(client.collect(id).result()).isEqualTo("x");
    }

    // Values.

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

    // Cursor positions and questions of the front end.

    @ParameterizedTest
    @ValueSource(strings = {"var s = \"😀\"; alpha", "// 😀😀\nalpha"})
    void cursorPositionsCountCodePoints(String code) throws Exception {
        client.execute("String alphabet = \"abc\";");
        int points = code.codePointCount(0, code.length());
        JsonNode found = client.ask("complete_request", Map.of("code", code, "cursor_pos", points));
        assertThat(found.get("matches").toString()).isEqualTo("[\"alphabet\"]");
        assertThat(found.get("cursor_start").asInt()).isEqualTo(points - 5);
        assertThat(found.get("cursor_end").asInt()).isEqualTo(points);
        JsonNode told =
                client.ask("inspect_request", Map.of("code", code + "bet", "cursor_pos", points, "detail_level", 0));
        assertThat(told.at("/data/text~1plain").asText()).contains("alphabet");
    }

    @Test
    void completesBelowMagics() throws Exception {
        client.execute("String alphabet = \"abc\";");
        String code = "var z = %snmf data 😀\nalphabet.isBl";
        int points = code.codePointCount(0, code.length());
        JsonNode found = client.ask("complete_request", Map.of("code", code, "cursor_pos", points));
        assertThat(found.get("matches").toString()).contains("isBlank");
        assertThat(found.get("cursor_start").asInt()).isEqualTo(points - 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int q = 1; | complete",
                "%snmf help | complete",
                "%snmf help \\ | incomplete",
                "'%%snmf data\nOn Monday.' | incomplete",
                "'%%snmf data\nOn Monday.\n\n' | complete",
                "for (int i = 0; i < 3; i++) { | incomplete",
                "/* a | incomplete",
                "%snmf data \"open | invalid",
                "int x; %%snmf data | invalid",
                ")) 1 | invalid",
            })
    void isCompleteIsAlwaysAnswered(String code, String status) throws Exception {
        assertThat(client.ask("is_complete_request", Map.of("code", code))
                        .get("status")
                        .asText())
                .isEqualTo(status);
    }

    @Test
    void historyIsAnswered() throws Exception {
        client.execute("\"first of history\"");
        client.execute("int second = 2;");
        JsonNode tail =
                client.ask("history_request", Map.of("hist_access_type", "tail", "n", 2, "output", false, "raw", true));
        assertThat(tail.get("status").asText()).isEqualTo("ok");
        assertThat(tail.at("/history/0/2").asText()).isEqualTo("\"first of history\"");
        assertThat(tail.at("/history/1/2").asText()).isEqualTo("int second = 2;");
        JsonNode found = client.ask(
                "history_request",
                Map.of("hist_access_type", "search", "pattern", "*first of h?story*", "output", true, "raw", true));
        assertThat(found.at("/history/0/2/0").asText()).isEqualTo("\"first of history\"");
        assertThat(found.at("/history/0/2/1").asText()).isEqualTo("first of history");
        int count = found.at("/history/0/1").asInt();
        JsonNode range = client.ask(
                "history_request",
                Map.of("hist_access_type", "range", "session", 0, "start", count, "stop", count + 1, "raw", true));
        assertThat(range.get("history")).hasSize(1);
    }

    @Test
    void silentIsSilent() throws Exception {
        int before = client.execute("1").reply().get("execution_count").asInt();
        String id = client.start(
                "int quiet = 3; System.out.println(\"x\"); %snmf help\nquiet",
                Map.of("silent", true, "store_history", true));
        Answer answer = client.collect(id);
        assertThat(answer.status()).isEqualTo("ok");
        assertThat(answer.published())
                .extracting(m -> m.at("/header/msg_type").asText())
                .containsOnly("status");
        id = client.start("throw new RuntimeException();", Map.of("silent", true));
        answer = client.collect(id);
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.contents("error")).isEmpty();
        Answer next = client.execute("quiet");
        assertThat(next.result()).isEqualTo("3");
        assertThat(next.reply().get("execution_count").asInt()).isEqualTo(before + 1);
    }

    // Output.

    @Test
    void outputIsGatheredAndKeepsItsOrder() throws Exception {
        Answer many = client.execute("for (int i = 0; i < 20000; i++) System.out.println(\"line \" + i);");
        assertThat(many.contents("stream")).hasSizeLessThan(200);
        assertThat(many.stream("stdout"))
                .startsWith("line 0\n")
                .endsWith("line 19999\n")
                .hasLineCount(20_000);
        Answer mixed = client.execute("for (int i = 0; i < 3; i++) {\n  System.out.print(\"o\" + i);\n"
                + "  System.err.print(\"e\" + i);\n  BaseKernelShow.text(\"d\" + i);\n}"
                        .replace(
                                "BaseKernelShow.text(", "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.display("));
        StringBuilder order = new StringBuilder();
        for (JsonNode message : mixed.published()) {
            order.append(message.at("/content/text").asText())
                    .append(message.at("/content/data/text~1plain").asText());
        }
        assertThat(order.toString()).isEqualTo("o0e0d0o1e1d1o2e2d2");
    }

    @Test
    void outputAppearsWhileTheCellRuns() throws Exception {
        String id = client.start("System.out.print(\"now\"); System.out.flush(); Thread.sleep(3000);");
        long begun = System.nanoTime();
        client.awaitOutput(id);
        assertThat((System.nanoTime() - begun) / 1e9).isLessThan(2.5);
        client.collect(id);
    }

    @Test
    void whatThreadsPrintAfterTheirCellIsShownByTheNext() throws Exception {
        client.execute("var go = new java.util.concurrent.CountDownLatch(1);\nvar late = new Thread(() -> {\n"
                + "  try { go.await(); Thread.sleep(300); } catch (InterruptedException e) {}\n"
                + "  System.out.println(\"later\");\n});\nlate.start();");
        Answer start = client.execute("go.countDown();");
        assertThat(start.stream("stdout")).isEmpty();
        waitFor(700);
        Answer next = client.execute("1 + 1");
        assertThat(next.stream("stderr")).contains("Printed by threads of earlier cells when no cell ran:");
        assertThat(next.stream("stdout")).isEqualTo("later\n");
        assertThat(client.execute("1 + 1").contents("stream")).isEmpty();
    }

    // The queue.

    @Test
    void aFailedCellTakesTheQueueAlong() throws Exception {
        client.execute("int ran = 0;");
        List<String> queue = List.of(
                client.start("Thread.sleep(200); throw new IllegalStateException();"),
                client.start("ran++;"),
                client.start("ran++;"));
        assertThat(client.collect(queue.get(0)).status()).isEqualTo("error");
        for (String id : queue.subList(1, 3)) {
            Answer aborted = client.collect(id);
            assertThat(aborted.status()).isEqualTo("aborted");
            assertThat(aborted.contents("execute_input")).isEmpty();
        }
        assertThat(client.execute("ran").result()).isEqualTo("0");
    }

    @Test
    void aFailedCellThatMayFailTakesNothingAlong() throws Exception {
        client.execute("int went = 0;");
        String failing =
                client.start("Thread.sleep(200); throw new IllegalStateException();", Map.of("stop_on_error", false));
        String next = client.start("went++;");
        assertThat(client.collect(failing).status()).isEqualTo("error");
        assertThat(client.collect(next).status()).isEqualTo("ok");
        assertThat(client.execute("went").result()).isEqualTo("1");
    }

    @Test
    void twoQuickPressesEndOneCellAndWhatWaitsBehindIt() throws Exception {
        client.execute("int after = 0;");
        String running = client.start("{ System.out.println(\"on\"); while (true) { Thread.sleep(10); } }");
        String queued = client.start("after++;");
        client.awaitOutput(running);
        client.interrupt();
        client.interrupt();
        assertThat(client.collect(running).error().get("ename").asText()).isEqualTo("EvaluationInterruptedException");
        assertThat(client.collect(queued).status()).isEqualTo("aborted");
        String next = client.start("Thread.sleep(300); after += 10;");
        assertThat(client.collect(next).status()).isEqualTo("ok");
        assertThat(client.execute("after").result()).isEqualTo("10");
    }

    @Test
    void aLoopThatReturnsItsBestAtAnInterruptTakesTheQueueAlongToo() throws Exception {
        client.execute("int beyond = 0;");
        String running = client.start("var kept = org.snmf.magics.kernel.LongLoop.run("
                + "Progress.of(s -> System.out.println(\"started\"), w -> {}));");
        String queued = client.start("beyond++;");
        client.awaitOutput(running);
        client.interrupt();
        client.interrupt();
        assertThat(client.collect(running).status()).isEqualTo("ok");
        assertThat(client.collect(queued).status()).isEqualTo("aborted");
        assertThat(client.execute("kept > 0 && beyond == 0").result()).isEqualTo("true");
    }
}
