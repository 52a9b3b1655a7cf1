package org.snmf.magics.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;

/**
 * A session in which lines ran before the tests of a class, and a folder of its own; both are gone after them. A static field
 * with {@code @RegisterExtension}.
 */
public final class PreparedSession implements BeforeAllCallback, AfterAllCallback {
    private static final String FOLDER = "{folder}";

    private final List<String> lines;
    private final Session session = new Session();
    private final Path folder;

    /** @param lines such as {@code factorize --rank 3 --out {folder}/features.safetensors} */
    public PreparedSession(String... lines) {
        this.lines = List.of(lines);
        try {
            this.folder = Files.createTempDirectory("session");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The session. */
    public Session session() {
        return session;
    }

    /** Its folder. */
    public Path folder() {
        return folder;
    }

    /** A file in the folder, whether it is there or not. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        for (String line : lines) {
            String filled = line.replace(FOLDER, folder.toString());
            new Runner(session).run(ArgumentLine.split(filled), Optional.empty(), new RecordingScreen());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        session.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
