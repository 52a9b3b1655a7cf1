package org.snmf.models.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/**
 * One model's folder in the hub's cache: {@code blobs/<etag>} holds contents, {@code snapshots/<commit>/<name>} links to
 * them, {@code refs/<revision>} names a commit. Other tools read and write the same.
 */
final class HubCache {
    private final Path folder;

    HubCache(Path cache, String id) {
        this.folder = cache.resolve("models--" + id.replace("/", "--"));
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** Where a file is kept while it is incomplete. */
    Path partial(HubFile file) {
        return folder.resolve("blobs").resolve(file.etag() + ".incomplete");
    }

    private Path blob(HubFile file) {
        return folder.resolve("blobs").resolve(file.etag());
    }

    /** Whether the whole content is there. */
    boolean has(HubFile file) {
        return Files.isRegularFile(blob(file))
                || Files.isRegularFile(snapshot(file.commit()).resolve(file.name()));
    }

    /** Gives a complete content its names. */
    Path place(HubFile file) {
        Path link = snapshot(file.commit()).resolve(file.name());
        try {
            if (Files.isRegularFile(partial(file)) && !Files.exists(blob(file))) {
                Files.move(partial(file), blob(file), StandardCopyOption.ATOMIC_MOVE);
            }
            if (!Files.exists(link)) {
                Files.createDirectories(link.getParent());
                Files.deleteIfExists(link);
                link(link, blob(file));
            }
            return link;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Where links are not allowed, as on some Windows machines, the content itself moves there, as other tools do. */
    private static void link(Path link, Path blob) throws IOException {
        try {
            Files.createSymbolicLink(link, link.resolveSibling("").relativize(blob));
        } catch (UnsupportedOperationException | IOException e) {
            Files.move(blob, link);
        }
    }

    /** Keeps which commit a revision meant. */
    void remember(String revision, String commit) {
        if (revision.equals(commit)) {
            return;
        }
        Path reference = folder.resolve("refs").resolve(revision);
        try {
            AtomicFile.write(reference, commit);
        } catch (InputException e) {
            throw new InputException(e.where(), e.expected(), e.found(), "Choose another cache folder.", e);
        }
    }

    /** The commit that a revision meant when it was last asked for; a commit that is here means itself. */
    Optional<String> commitOf(String revision) {
        try {
            Path reference = folder.resolve("refs").resolve(revision);
            if (Files.isRegularFile(reference)) {
                return Optional.of(Files.readString(reference).strip());
            }
        } catch (IOException e) {
            throw new InputException(folder.toString(), "a readable cache", e.toString(), "", e);
        }
        return Files.isDirectory(snapshot(revision)) ? Optional.of(revision) : Optional.empty();
    }

    private InputException unwritable(IOException e) {
        return new InputException(
                folder.toString(), "a cache folder that can be written", e.toString(), "Choose another folder.", e);
    }
}
