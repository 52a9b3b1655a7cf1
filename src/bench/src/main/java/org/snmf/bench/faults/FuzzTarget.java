package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A reader and whole files that it reads.
 *
 * @param name of the reader
 * @param files those that may be damaged, one at a time
 * @param reader reads them; what it gives is closed
 */
record FuzzTarget(String name, List<Path> files, Reader reader) {
    /** Reads the files of a target to the end. */
    @FunctionalInterface
    interface Reader {
        Object read() throws Exception;
    }

    /** All readers, with their files in {@code folder}. */
    static List<FuzzTarget> all(Path folder) throws IOException {
        return new FuzzFiles(folder).targets();
    }
}
