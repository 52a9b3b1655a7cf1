package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snmf.testkit.Notebook.Answer;

/** What goes in and out of a cell that runs, and what becomes of those that wait. */
class StreamsContractTest extends NotebookContract {
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
        client.execute("""
                var go = new java.util.concurrent.CountDownLatch(1);
                var late = new Thread(() -> {
                  try { go.await(); Thread.sleep(300); } catch (InterruptedException e) {}
                  System.out.println("later");
                });
                late.start();""");
        Answer start = client.execute("go.countDown();");
        assertThat(start.stream("stdout")).isEmpty();
        Thread.sleep(700);
        Answer next = client.execute("1 + 1");
        assertThat(next.stream("stderr")).contains("Printed by threads of earlier cells when no cell ran:");
        assertThat(next.stream("stdout")).isEqualTo("later\n");
        assertThat(client.execute("1 + 1").contents("stream")).isEmpty();
    }

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
            assertThat(aborted.reply().has("execution_count")).isFalse();
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
