package org.snmf.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.files.Sha256;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** One attempt to get one file, or what an earlier attempt left of it to get. */
final class HubTransfer {
    private final HubFile file;
    private final Path partial;
    private final Progress progress;

    HubTransfer(HubFile file, Path partial, Progress progress) {
        this.file = file;
        this.partial = partial;
        this.progress = progress;
    }

    /** Bytes that are there already; a partial file that is too long is of no use and goes. */
    long had() throws IOException {
        if (!Files.exists(partial)) {
            return 0;
        }
        long size = Files.size(partial);
        if (file.size() >= 0 && size >= file.size()) {
            Files.delete(partial);
            return 0;
        }
        return size;
    }

    /**
     * Takes the answer to a request from {@link #had} on.
     *
     * @throws IOException if the connection was cut or the content is not what the hub announced
     */
    void take(HttpResponse<InputStream> response, boolean withToken) throws IOException {
        try (InputStream body = response.body()) {
            if (response.statusCode() == 416) {
                Files.deleteIfExists(partial);
                throw new IOException("the hub refused to go on; starting again");
            }
            if (response.statusCode() >= 400) {
                throw HubErrors.of(file.id(), response.statusCode(), response.headers(), withToken);
            }
            boolean goesOn = response.statusCode() == 206;
            write(body, goesOn);
        }
        check();
    }

    /** A server that does not know ranges answers 200 with the whole: then the file starts again. */
    private void write(InputStream body, boolean goesOn) throws IOException {
        StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out = open(how)) {
            byte[] buffer = new byte[1 << 18];
            long done = goesOn ? Files.size(partial) : 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                put(out, buffer, read);
                done += read;
                progress.report(new Step("download", done, file.size(), "bytes", file.name()));
                if (progress.stopRequested()) {
                    throw new InputException(
                            file.name(), "a finished download", "a stop", "Run it again to go on from here.");
                }
            }
        }
    }

    /** A stream and no channel, since an interrupt would close that. */
    private OutputStream open(StandardOpenOption how) throws DiskException {
        try {
            return Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        } catch (IOException e) {
            throw new DiskException(partial, e);
        }
    }

    private void put(OutputStream out, byte[] buffer, int count) throws DiskException {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw new DiskException(partial, e);
        }
    }

    /** Only small files have such a name. */
    private String gitHash() throws IOException {
        return file.gitHash().isPresent() ? GitHash.of(Files.readAllBytes(partial)) : "";
    }

    private void check() throws IOException {
        long size = Files.size(partial);
        if (file.size() >= 0 && size < file.size()) {
            throw new IOException(file.name() + " was cut at " + size + " of " + file.size() + " bytes");
        }
        Optional<String> expected = file.sha256().or(file::gitHash);
        String found = file.sha256().isPresent() ? Sha256.of(partial) : gitHash();
        boolean tooLong = file.size() >= 0 && size > file.size();
        if (tooLong || (expected.isPresent() && !expected.get().equals(found))) {
            Files.delete(partial);
            throw new IOException(file.name() + " arrived damaged: "
                    + (tooLong ? size + " bytes instead of " + file.size() : "its checksum differs"));
        }
    }
}
