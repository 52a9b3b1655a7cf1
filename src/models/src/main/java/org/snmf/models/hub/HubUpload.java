package org.snmf.models.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snmf.errors.InputException;

/**
 * A file that goes into a repository.
 *
 * @param file where it is
 * @param name under which path the repository has it
 * @param size bytes
 */
public record HubUpload(Path file, String name, long size) {
    /**
     * The files of folders, under their paths within, and single files, under their names. Files and folders whose names begin with
     * a dot stay out: they are settings, secrets and unfinished files.
     *
     * @param into folder of the repository for all of them; empty for its top
     * @throws InputException if one is missing, two have one name, or there are none
     */
    public static List<HubUpload> of(List<Path> paths, String into) {
        Map<String, HubUpload> files = new LinkedHashMap<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                Path within =
                        Files.isDirectory(path) ? path.relativize(file) : Objects.requireNonNull(file.getFileName());
                String name =
                        (into.isEmpty() ? "" : into + "/") + within.toString().replace('\\', '/');
                HubUpload before = files.put(name, new HubUpload(file, name, size(file)));
                if (before != null) {
                    throw new InputException(
                            name, "one file of this name", before.file() + " and " + file, "Rename one.");
                }
            }
        }
        if (files.isEmpty()) {
            throw new InputException(paths.toString(), "at least one file", "none", "Hidden files are left out.");
        }
        return List.copyOf(files.values());
    }

    private static List<Path> files(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new InputException(path.toString(), "a file or a folder", "no such file", "Check the path.");
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(path.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static boolean isHidden(Path within) {
        for (Path part : within) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static InputException unreadable(Path file, IOException cause) {
        return new InputException(file.toString(), "a file that can be read", cause.toString(), "", cause);
    }
}
