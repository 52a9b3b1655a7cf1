package org.snmf.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;

/** A test of verbs without a kernel: sessions made by lines, lines run in them, and what they showed. */
public abstract class VerbTest {
    /** What the lines of this test showed. */
    protected final RecordingScreen screen = new RecordingScreen();

    /** For subclasses. */
    protected VerbTest() {}

    /** Runs lines such as {@code factorize --rank 3} in a session; nobody looks at what they show. */
    protected static void prepare(Session session, String... lines) throws Exception {
        for (String line : lines) {
            new Runner(session).run(ArgumentLine.split(line), Optional.empty(), new RecordingScreen());
        }
    }

    /** Runs a line in a session. */
    protected final Outcome run(Session session, String line) throws Exception {
        return run(session, line, null);
    }

    /** Runs a line in a session, with the rest of its cell; null for none. */
    protected final Outcome run(Session session, String line, @Nullable String body) throws Exception {
        return new Runner(session).run(ArgumentLine.split(line), Optional.ofNullable(body), screen);
    }

    /** The report that a line gives with {@code --json}. */
    protected final JsonNode json(Session session, String line) throws Exception {
        return json(session, line, null);
    }

    /** The report that a line gives with {@code --json}, with the rest of its cell; null for none. */
    protected final JsonNode json(Session session, String line, @Nullable String body) throws Exception {
        run(session, line + " --json", body);
        return new ObjectMapper().readTree(screen.said.get(screen.said.size() - 1));
    }
}
