package org.snmf.models.hub;

import java.io.IOException;
import java.nio.file.Path;

/** Writing failed: trying the network again will not help. */
final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    DiskException(Path file, IOException cause) {
        super(cause.getMessage(), cause);
        this.file = file;
    }

    Path file() {
        return file;
    }
}
