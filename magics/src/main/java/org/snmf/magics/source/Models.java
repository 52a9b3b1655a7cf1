package org.snmf.magics.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.snmf.models.capture.CapturePart;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.progress.Progress;

/** Finds the folder of a model by its name: the embedded one, a folder, or a model of the hub. */
public final class Models {
    static final String EMBEDDED = "embedded";

    private Models() {}

    /** The one name that is not a folder. */
    public static final class Embedded implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(EMBEDDED).iterator();
        }
    }

    /**
     * The folder of a model; the embedded one is unpacked.
     *
     * @param download whether the network may be used for a model of the hub
     */
    public static Path folder(String name, boolean download, Progress progress) {
        if (name.equals(EMBEDDED)) {
            return EmbeddedModel.directory();
        }
        Path folder = Path.of(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        return download ? HubModels.downloaded(name, progress) : HubModels.cached(name);
    }

    /** Finds the same model on another machine: in a folder of that name, in its cache of the hub, or unpacked from the library. */
    public static CapturePart.ModelFolder elsewhere(String name) {
        boolean folder = !name.equals(EMBEDDED) && Files.isDirectory(Path.of(name));
        String known = folder ? Path.of(name).toAbsolutePath().normalize().toString() : name;
        return () -> folder(known, false, Progress.NONE);
    }
}
