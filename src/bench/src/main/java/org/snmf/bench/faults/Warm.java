package org.snmf.bench.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snmf.magics.cli.Main;
import org.snmf.magics.places.Places;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;

/**
 * The command line in a process whose libraries are loaded before the verb begins, so that a random moment is a moment of
 * the verb's work. It makes the file that the property {@code ready} names when it begins.
 */
final class Warm {
    static final String READY = "ready";

    private Warm() {}

    public static void main(String[] words) throws Exception {
        Places.settle();
        try (Session session = new Session()) {
            for (String line : new String[] {"model embedded", "data time-units --first 3", "capture --layers 0"}) {
                new Runner(session).run(ArgumentLine.split(line), Optional.empty(), Rounds.NOWHERE);
            }
        }
        Files.createFile(Path.of(System.getProperty(READY)));
        Main.main(words);
    }
}
