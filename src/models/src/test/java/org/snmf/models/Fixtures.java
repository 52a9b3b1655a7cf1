package org.snmf.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Golden files that lie outside this repository. */
public final class Fixtures {
    private Fixtures() {}

    /** A folder of fixtures; the test is skipped, saying why, where it is absent. */
    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("snmf.fixtures", "")).resolve(name);
        assumeTrue(Files.isDirectory(folder), "fixtures " + name + " are absent; set -Dsnmf.fixtures to their folder");
        return folder;
    }
}
