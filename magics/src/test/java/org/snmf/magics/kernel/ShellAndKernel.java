package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.snmf.magics.cli.Main;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.testkit.Notebook;

/** The two ways to a verb, side by side: the shell, and the magic of the bundled kernel, which lives as long as a test class. */
final class ShellAndKernel implements BeforeAllCallback, AfterAllCallback {
    /** What was expected, what was found, where, and what to do, in one line. */
    static final String WHOLE_MESSAGE = "[^\\n]+: expected [^\\n]+, found [^\\n]+\\. [A-Z][^\\n]+[.0-9]";

    private Notebook client;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        client = new Notebook();
    }

    /** Ends the kernel and the session that it works on. */
    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        client.shutdown();
        client.close();
        Session.current().reset();
    }

    /** A client of the kernel. */
    Notebook client() {
        return client;
    }

    /**
     * What a shell gets.
     *
     * @param status exit status
     * @param out standard output
     * @param err standard error
     */
    record Said(int status, String out, String err) {}

    /** Runs a verb as a shell does, in a session of its own. */
    static Said shell(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                Main.run(ArgumentLine.split(line), new Session(), new PrintStream(out), new PrintStream(err), false);
        return new Said(
                status,
                out.toString(StandardCharsets.UTF_8).strip(),
                err.toString(StandardCharsets.UTF_8).strip());
    }

    /** The message of the magic's error. */
    String refusal(String line) throws Exception {
        return client.execute("%snmf " + line).error().get("evalue").asText();
    }

    /** Both refuse a line with the same whole message, which has these parts; the shell prints nothing else. */
    void assertBothRefuse(String line, List<String> parts) throws Exception {
        Said said = shell(line);
        assertThat(said.status()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).matches(WHOLE_MESSAGE).contains(parts);
        assertThat(said.out()).isEmpty();
        assertThat(refusal(line)).isEqualTo(said.err());
    }
}
