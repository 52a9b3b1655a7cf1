package org.snmf.models.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** The hub's store of large files: Git LFS with the transfers "basic" (one request) and "multipart" (one for each part). */
final class LargeFiles {
    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubWriter writer;
    private final String repository;
    private final Progress progress;
    private long sent;
    private long all;

    LargeFiles(HubWriter writer, String repository, Progress progress) {
        this.writer = writer;
        this.repository = repository;
        this.progress = progress;
    }

    /**
     * Sends those that the store has not; says how many bytes.
     *
     * @param files by their SHA-256
     */
    long send(Map<String, HubUpload> files) {
        if (files.isEmpty()) {
            return 0;
        }
        Map<String, HubUpload> byHash = new LinkedHashMap<>(files);
        ObjectNode question = JSON.createObjectNode().put("operation", "upload").put("hash_algo", "sha256");
        question.putArray("transfers").add("basic").add("multipart");
        byHash.forEach((hash, file) ->
                question.withArray("objects").addObject().put("oid", hash).put("size", file.size()));
        JsonNode answer = writer.post("/" + repository + ".git/info/lfs/objects/batch", TYPE, HubPush.bytes(question));
        all = byHash.values().stream().mapToLong(HubUpload::size).sum();
        for (JsonNode object : answer.path("objects")) {
            String hash = object.path("oid").asText();
            HubUpload file = byHash.remove(hash);
            if (file == null || object.has("error")) {
                throw new InputException(
                        file == null ? hash : file.name(),
                        "an object that the store takes",
                        object.path("error").path("message").asText("one that was not asked about"),
                        "");
            }
            send(file, hash, object.path("actions"));
        }
        if (!byHash.isEmpty()) {
            throw new InputException(repository, "an answer for every large file", "none for some", "Run it again.");
        }
        return sent;
    }

    private void send(HubUpload file, String hash, JsonNode actions) {
        JsonNode upload = actions.path("upload");
        if (upload.isMissingNode()) {
            all -= file.size();
            return;
        }
        URI address = URI.create(upload.path("href").asText());
        Map<String, String> header = new HashMap<>();
        upload.path("header")
                .properties()
                .forEach(e -> header.put(e.getKey(), e.getValue().asText()));
        if (header.containsKey("chunk_size")) {
            parts(file, hash, address, header);
        } else {
            writer.put(address, header, file.size(), () -> body(file, 0, file.size()));
            sent += file.size();
        }
        if (actions.has("verify")) {
            ObjectNode whole = JSON.createObjectNode().put("oid", hash).put("size", file.size());
            writer.post(URI.create(actions.path("verify").path("href").asText()), TYPE, HubPush.bytes(whole));
        }
    }

    /** The header's numbered entries are the addresses of the parts. */
    private void parts(HubUpload file, String hash, URI whole, Map<String, String> header) {
        long size = Long.parseLong(header.getOrDefault("chunk_size", "0"));
        if (size < 1) {
            throw new InputException(repository, "parts of at least one byte", String.valueOf(size), "");
        }
        ObjectNode done = JSON.createObjectNode().put("oid", hash);
        int count = (int) ((file.size() + size - 1) / size);
        for (int part = 1; part <= count; part++) {
            String address = partAddress(header, part, count);
            long from = (part - 1) * size;
            long length = Math.min(size, file.size() - from);
            String tag = writer.put(URI.create(address), Map.of(), length, () -> body(file, from, length));
            sent += length;
            done.withArray("parts").addObject().put("partNumber", part).put("etag", tag);
        }
        writer.post(whole, TYPE, HubPush.bytes(done));
    }

    /** Numbers may have leading zeros. */
    private String partAddress(Map<String, String> header, int part, int count) {
        return header.entrySet().stream()
                .filter(e -> e.getKey().matches("\\d{1,9}") && Integer.parseInt(e.getKey()) == part)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        repository, "addresses of " + count + " parts", "none of part " + part, "Run it again."));
    }

    private BodyPublisher body(HubUpload file, long from, long length) {
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(file, from, length)), length);
    }

    private InputStream open(HubUpload file, long from, long length) {
        try {
            InputStream in = Files.newInputStream(file.file());
            in.skipNBytes(from);
            return new Section(in, length, done -> {
                progress.report(new Step("upload", sent + done, all, "bytes", file.name()));
                return progress.stopRequested();
            });
        } catch (IOException e) {
            throw HubUpload.unreadable(file.file(), e);
        }
    }

    /** Told how much was read; says whether to stop. */
    private interface Watcher {
        boolean read(long bytes);
    }

    /** Some of the bytes of a stream. */
    private static final class Section extends InputStream {
        private final InputStream in;
        private final long length;
        private final Watcher watcher;
        private long done;

        Section(InputStream in, long length, Watcher watcher) {
            this.in = in;
            this.length = length;
            this.watcher = watcher;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (watcher.read(done)) {
                throw new IOException("a stop");
            }
            if (done == length) {
                return -1;
            }
            int read = in.read(bytes, from, (int) Math.min(count, length - done));
            done += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
