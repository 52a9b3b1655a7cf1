package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.snmf.testkit.Notebook;
import org.snmf.testkit.Notebook.Answer;

/** The bundled kernel from its start to its end, over real sockets. The last test shuts it down. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class KernelLifeTest {
    private static Notebook client;

    @BeforeAll
    static void start() throws Exception {
        client = new Notebook();
    }

    @AfterAll
    static void end() throws Exception {
        client.close();
    }

    @Test
    void saysWhatItIs() throws Exception {
        JsonNode info = client.ask("kernel_info_request", Map.of());
        assertThat(info.at("/language_info/name").asText()).isEqualTo("Java");
        assertThat(info.get("implementation").asText()).isEqualTo("SNMF");
    }

    @Test
    void showsTheValueOfTheLastExpression() throws Exception {
        assertThat(client.execute("int a = 20;\na + 1\n").result()).isEqualTo("21");
        assertThat(client.execute("a + 2;").contents("execute_result")).isEmpty();
        assertThat(client.execute("var a = List.of(1, 2);").contents("execute_result"))
                .isEmpty();
        assertThat(client.execute("a.get(1)").result()).isEqualTo("2");
        assertThat(client.execute("").contents("error")).isEmpty();
    }

    @Test
    void definesTypesAndMethodsOverSeveralLines() throws Exception {
        Answer answer =
                client.execute("record P(int x) {\n  int twice() {\n    return 2 * x;\n  }\n}\nnew P(4).twice()");
        assertThat(answer.result()).isEqualTo("8");
        client.execute("int later() { return other(); }");
        client.execute("int other() { return 5; }");
        assertThat(client.execute("later()").result()).isEqualTo("5");
    }

    @Test
    void streamsOutputAlsoWithoutALineEnd() throws Exception {
        Answer answer = client.execute(
                "System.out.println(\"one\"); System.err.println(\"two\"); System.out.print(\"three\");");
        assertThat(answer.stream("stdout")).isEqualTo("one\nthree");
        assertThat(answer.stream("stderr")).isEqualTo("two\n");
    }

    @Test
    void showsDisplaysRichAndPlain() throws Exception {
        JsonNode data = client.execute("Display.ofText(\"a<b\")")
                .contents("execute_result")
                .get(0)
                .get("data");
        assertThat(data.get("text/html").asText()).contains("a&lt;b");
        assertThat(data.get("text/plain").asText()).isEqualTo("a<b");
    }

    @Test
    void aFactorizationAsTheLastExpressionShowsItself() throws Exception {
        String expression = "org.snmf.factorize.fit.Snmf.fit("
                + "org.snmf.matrix.Matrices.ofRows(new float[][] {{1, 2, 0, 1}, {2, 4, 0, 2}, {0, 0, 3, 0}}), "
                + "org.snmf.factorize.SnmfOptions.rank(2).withSparsity(1)"
                + ".withStopping(org.snmf.factorize.Stopping.after(3)), Progress.NONE)";
        JsonNode data =
                client.execute(expression).contents("execute_result").get(0).get("data");
        assertThat(data.get("text/plain").asText())
                .matches("Factorization: k = 2, d_a = 3, n = 4, relative error 0\\.\\d{3} after 3 iterations"
                        + " \\(all iterations done\\), \\d dead features?");
        assertThat(data.get("text/html").asText()).contains("A ≈ ZY", "relative error");
    }

    @Test
    void runsLineMagicsAndCellMagics() throws Exception {
        Answer help = client.execute("%snmf help");
        assertThat(help.contents("display_data").get(0).at("/data/text~1plain").asText())
                .contains("factorize");
        assertThat(help.contents("display_data").get(0).at("/data/text~1html").asText())
                .contains("<table");
        client.execute("%%snmf data\nOn Monday it rained.\nIn \"May\" it did not \\o/.\n");
        assertThat(client.execute("Session.current().sentences().get(1).text()").result())
                .isEqualTo("In \"May\" it did not \\o/.");
        assertThat(client.execute("var s = %snmf data\ns.size()").result()).isEqualTo("2");
    }

    @Test
    void progressUpdatesOneDisplay() throws Exception {
        Answer answer = client.execute("%steps 3");
        assertThat(answer.error().get("evalue").asText()).contains("steps");
        client.kernel().getMagicsRegistry().registerLineMagic("steps", LongWork::steps);
        Answer steps = client.execute("%steps 5");
        JsonNode first = steps.contents("display_data").get(0);
        List<JsonNode> updates = steps.contents("update_display_data");
        JsonNode update = updates.get(updates.size() - 1);
        assertThat(first.at("/transient/display_id").asText())
                .isNotEmpty()
                .isEqualTo(update.at("/transient/display_id").asText());
        assertThat(update.at("/data/text~1plain").asText()).contains("5 of 5 steps");
    }

    @Test
    void badInputShowsItsMessageAlone() throws Exception {
        JsonNode error = client.execute("%snmf factorise").error();
        assertThat(error.get("traceback")).hasSize(1);
        assertThat(error.at("/traceback/0").asText())
                .contains("Did you mean 'factorize'?")
                .doesNotContain("at org");
        assertThat(error.get("evalue").asText()).contains("Did you mean 'factorize'?");
        assertThat(client.execute("throw new org.snmf.errors.InputException(\"a\", \"b\", \"c\", \"\");")
                        .error()
                        .get("traceback"))
                .hasSize(1);
    }

    @Test
    void failingCodeShowsWhereInTheCell() throws Exception {
        JsonNode error =
                client.execute("int f(int n) {\n  return 1 / n;\n}\nf(0)").error();
        assertThat(error.get("evalue").asText()).isEqualTo("/ by zero");
        assertThat(error.get("traceback").toString()).contains("line 2").doesNotContain("jdk.internal");
        JsonNode compile = client.execute("int x = 1;\nString y = 2;").error();
        assertThat(compile.get("traceback").toString()).contains("String y = 2;", "^", "incompatible types");
        assertThat(client.execute("missing(3)").error().get("evalue").asText()).contains("cannot find symbol");
        assertThat(client.execute("for (int i = 0; i < 3; i++) {")
                        .error()
                        .get("evalue")
                        .asText())
                .contains("ends in the middle");
    }

    @Test
    void survivesStackOverflowAndOutOfMemory() throws Exception {
        assertThat(client.execute("int g(int n) { return g(n + 1) + 1; }\ng(0)")
                        .error()
                        .get("ename")
                        .asText())
                .isEqualTo("StackOverflowError");
        JsonNode memory = client.execute("var big = new long[Integer.MAX_VALUE - 8][]; big.length")
                .error();
        assertThat(memory.get("ename").asText()).isEqualTo("OutOfMemoryError");
        assertThat(memory.get("traceback").toString()).contains("snmf reset");
        client.execute("class Odd { public String toString() { throw new StackOverflowError(); } }");
        assertThat(client.execute("new Odd()").contents("error")).hasSize(1);
        assertThat(client.execute("1 + 1").result()).isEqualTo("2");
    }

    @Test
    void interruptStopsACellThatNeverEnds() throws Exception {
        client.execute("long turns = 0;");
        String id = client.start("{ System.out.println(\"started\"); while (true) { turns++; } }");
        client.awaitOutput(id);
        long begun = System.nanoTime();
        client.interrupt();
        Answer answer = client.collect(id);
        assertThat((System.nanoTime() - begun) / 1e9).isLessThan(2);
        assertThat(answer.error().get("evalue").asText()).contains("interrupted");
        assertThat(client.execute("turns > 0").result()).isEqualTo("true");
    }

    @Test
    void interruptLetsTheLibraryReturnTheBestSoFar() throws Exception {
        String id = client.start("var best = org.snmf.magics.kernel.LongLoop.run("
                + "Progress.of(s -> System.out.println(\"started\"), w -> {}));");
        client.awaitOutput(id);
        long begun = System.nanoTime();
        client.interrupt();
        Answer answer = client.collect(id);
        assertThat((System.nanoTime() - begun) / 1e9).isLessThan(2);
        assertThat(answer.contents("error")).isEmpty();
        assertThat(client.execute("best > 0").result()).isEqualTo("true");
    }

    @Test
    void interruptBeforeTheCellRunsEndsIt() throws Exception {
        String many = "int slow = 1;\n".repeat(400);
        String id = client.start("System.out.println(\"started\");\n" + many + "while (true) { }");
        client.awaitOutput(id);
        client.interrupt();
        assertThat(client.collect(id).error().get("evalue").asText()).contains("interrupted");
    }

    @Test
    void interruptsOfACellThatPrintsLeaveTheConnectionWhole() throws Exception {
        for (int i = 0; i < 5; i++) {
            String id = client.start("for (int i = 0; ; i++) { System.out.println(i); }");
            client.awaitOutput(id);
            client.interrupt();
            assertThat(client.collect(id).error().get("evalue").asText()).contains("interrupted");
        }
        assertThat(client.execute("1 + 1").result()).isEqualTo("2");
    }

    @Test
    void anInterruptBetweenCellsIsHarmless() throws Exception {
        client.interrupt();
        assertThat(client.execute("Thread.interrupted()").result()).isEqualTo("false");
    }

    @Test
    void completesJavaAndMagics() throws Exception {
        JsonNode java = client.ask("complete_request", Map.of("code", "\"a\".isEmp", "cursor_pos", 9));
        assertThat(java.get("matches").toString()).contains("isEmpty");
        assertThat(java.get("cursor_start").asInt()).isEqualTo(4);
        String line = "int i = 1;\nvar f = %snmf factorize --ra";
        JsonNode magic = client.ask("complete_request", Map.of("code", line, "cursor_pos", line.length()));
        assertThat(magic.get("matches").toString()).isEqualTo("[\"--rank\"]");
        assertThat(magic.get("cursor_start").asInt()).isEqualTo(line.length() - 4);
    }

    @Test
    void inspectsJavaAndMagics() throws Exception {
        JsonNode java =
                client.ask("inspect_request", Map.of("code", "\"a\".isEmpty()", "cursor_pos", 6, "detail_level", 0));
        assertThat(java.at("/data/text~1plain").asText()).contains("boolean String.isEmpty()");
        JsonNode magic =
                client.ask("inspect_request", Map.of("code", "%snmf factorize", "cursor_pos", 12, "detail_level", 0));
        assertThat(magic.at("/data/text~1plain").asText()).contains("Usage: snmf factorize");
        JsonNode nothing = client.ask("inspect_request", Map.of("code", "   ", "cursor_pos", 1, "detail_level", 0));
        assertThat(nothing.get("found").asBoolean()).isFalse();
    }

    @Test
    void knowsWhetherACellIsComplete() throws Exception {
        assertThat(complete("int q = 1;")).isEqualTo("complete");
        assertThat(complete("%snmf help")).isEqualTo("complete");
        assertThat(complete("for (int i = 0; i < 3; i++) {")).isEqualTo("incomplete");
        assertThat(complete(")) 1")).isEqualTo("invalid");
    }

    private static String complete(String code) throws Exception {
        return client.ask("is_complete_request", Map.of("code", code))
                .get("status")
                .asText();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void shutsDown() throws Exception {
        assertThat(client.shutdown().get("restart").asBoolean()).isFalse();
    }
}
