package org.snmf.magics.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snmf.errors.InputException;

/** Where the result of long work is to be written: looked at before the work, and never the end of the result. */
public final class ResultFile {
    private ResultFile() {}

    /**
     * Refuses a place that cannot take the result, before any work is done for it.
     *
     * @param bytes that the result will have, about
     */
    public static void require(Path file, long bytes) {
        if (Files.isDirectory(file)) {
            throw new InputException("--out", "the name of a file", file + ", a folder", "Name a file inside it.");
        }
        Path folder = file.toAbsolutePath().resolveSibling("");
        while (!Files.exists(folder)) {
            folder = folder.resolveSibling("");
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException(
                    "--out",
                    "a folder that can be written",
                    folder + (Files.isDirectory(folder) ? ", which cannot" : ", a file"),
                    "Choose another folder.");
        }
        long free = free(folder);
        if (free < bytes) {
            throw new InputException(
                    "--out",
                    Memory.text(bytes) + " of free space for " + file,
                    Memory.text(free),
                    "Free some space or choose another disk; nothing was computed yet.");
        }
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What writes a result to a file. */
    @FunctionalInterface
    public interface Writing {
        void to(Path file);
    }

    /**
     * Writes a result that the session holds already. Where that fails, it is written to the folder for temporary files, so
     * that a shell, whose session ends now, does not lose it either, and the message says all that.
     */
    public static void write(Writing writing, Path file, String result, String verb) {
        try {
            writing.to(file);
        } catch (InputException e) {
            throw new InputException(
                    e.where(),
                    e.expected(),
                    e.found(),
                    e.remedy() + " The " + result + " is kept: in this session, where '" + verb
                            + "' writes it elsewhere" + rescued(writing) + ".",
                    e);
        }
    }

    private static String rescued(Writing writing) {
        try {
            Path rescue = Files.createTempFile("snmf-", ".safetensors");
            try {
                writing.to(rescue);
                return ", and as " + rescue;
            } catch (InputException e) {
                Files.deleteIfExists(rescue);
                return "";
            }
        } catch (IOException e) {
            return "";
        }
    }
}
