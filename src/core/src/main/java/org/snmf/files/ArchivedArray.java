package org.snmf.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.snmf.errors.InputException;

/**
 * One array of a {@code .npz} file, written out as a {@code .npy} file of its own so that its parts can be read in any
 * order: the archive may be compressed. It takes the array's size on the disk of temporary files until it is deleted.
 */
final class ArchivedArray {
    private static final String ENDING = ".npy";

    private ArchivedArray() {}

    /**
     * Writes an array out.
     *
     * @param name the array; empty where the archive holds one
     * @return the {@code .npy} file, which the caller deletes
     */
    static Path extract(Path archive, String name) {
        if (!Files.isRegularFile(archive)) {
            throw new InputException(archive.toString(), "a file", "nothing", "Check the path.");
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = entry(archive, zip, name);
            Path file = Files.createTempFile(Scratch.folder(), "array-", ENDING);
            if (entry.getSize() > Files.getFileStore(file).getUsableSpace()) {
                Files.delete(file);
                throw new InputException(
                        archive + "#" + name,
                        entry.getSize() + " free bytes for temporary files, since it is read from a copy",
                        Files.getFileStore(Scratch.folder()).getUsableSpace() + " bytes",
                        "Save the array with numpy.save as a .npy file, which is read where it lies.");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return file;
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new InputException(
                    archive.toString(),
                    "a .npz archive",
                    e.toString(),
                    "Save the arrays with numpy.savez once more.",
                    e);
        }
    }

    private static ZipEntry entry(Path archive, ZipFile zip, String name) {
        List<String> arrays = zip.stream()
                .map(ZipEntry::getName)
                .filter(entry -> entry.endsWith(ENDING))
                .map(entry -> entry.substring(0, entry.length() - ENDING.length()))
                .toList();
        String wanted = name.isEmpty() && arrays.size() == 1 ? arrays.get(0) : name;
        if (!arrays.contains(wanted)) {
            throw new InputException(
                    archive.toString(),
                    wanted.isEmpty() ? "FILE#ARRAY" : "an array named " + wanted,
                    "arrays " + arrays,
                    "Name one of them after #.");
        }
        return zip.getEntry(wanted + ENDING);
    }
}
