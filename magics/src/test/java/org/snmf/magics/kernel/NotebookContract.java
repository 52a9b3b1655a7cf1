package org.snmf.magics.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.snmf.testkit.Notebook;

/** A kernel without surprises: what a person who knows Java and other kernels expects of a cell. */
@Timeout(120)
abstract class NotebookContract {
    static Notebook client;

    @BeforeAll
    static void start() throws Exception {
        client = new Notebook();
    }

    @AfterAll
    static void end() throws Exception {
        client.shutdown();
        client.close();
    }

    static String traceback(JsonNode error) {
        StringBuilder text = new StringBuilder();
        error.get("traceback").forEach(line -> text.append(line.asText()).append('\n'));
        return text.toString().replaceAll("\u001B\\[\\d*m", "");
    }
}
