package org.snmf.models.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.files.Sha256;
import org.snmf.progress.Progress;

/**
 * Brings files into a repository of the hub, as one commit: the hub is asked how it wants each file, large ones go to its store of
 * large files under their hash, then the commit names all. What the store has already, and what the repository holds in the same
 * bytes, is not sent; so a push that was cut off goes on with the files that are missing.
 */
public final class HubPush {
    /** Kinds of repositories. */
    public enum Kind {
        model,
        dataset
    }

    /**
     * What was done.
     *
     * @param commit the new commit's id; empty if the repository had everything
     * @param sent files of the commit
     * @param unchanged files that the repository had
     * @param bytes sent to the store of large files
     */
    public record Pushed(String commit, int sent, int unchanged, long bytes) {}

    /** What one question about uploads may name. */
    private static final int AT_ONCE = 256;

    private static final int SAMPLE = 512;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubWriter writer;
    private final String id;
    private final Kind kind;
    private final String revision;
    private final Progress progress;
    /** Each is read for its hash once. */
    private final Map<HubUpload, String> hashes = new HashMap<>();

    /**
     * @param id {@code owner/name}
     * @param revision a branch of it
     */
    public HubPush(String id, Kind kind, String revision, HubOptions options, Progress progress) {
        this.writer = new HubWriter(id, options, progress);
        this.id = id;
        this.kind = kind;
        this.revision = revision.replace("/", "%2F");
        this.progress = progress;
    }

    /** Makes the repository, for its owner's eyes alone, unless it is there. */
    public void create() {
        String[] parts = id.split("/", -1);
        ObjectNode wanted = JSON.createObjectNode()
                .put("organization", parts[0])
                .put("name", parts[1])
                .put("type", kind.name())
                .put("private", true);
        writer.post("/api/repos/create", "application/json", bytes(wanted), 409);
    }

    /**
     * Sends what is missing and commits.
     *
     * @throws InputException if the hub refuses, the network fails, a file cannot be read, or a stop was requested; what the store of
     *     large files has by then it keeps
     */
    public Pushed push(List<HubUpload> files, String message) {
        Map<HubUpload, String> wanted = new HashMap<>();
        int unchanged = 0;
        for (int from = 0; from < files.size(); from += AT_ONCE) {
            List<HubUpload> some = files.subList(from, Math.min(files.size(), from + AT_ONCE));
            unchanged += ask(some, wanted);
        }
        List<HubUpload> sent = files.stream().filter(wanted::containsKey).toList();
        if (sent.isEmpty()) {
            return new Pushed("", 0, unchanged, 0);
        }
        Map<String, HubUpload> large = new LinkedHashMap<>();
        sent.stream().filter(file -> "lfs".equals(wanted.get(file))).forEach(file -> large.put(sha256(file), file));
        long bytes = new LargeFiles(writer, kind == Kind.dataset ? "datasets/" + id : id, progress).send(large);
        String commit = commit(sent, wanted, message);
        return new Pushed(commit, sent.size(), unchanged, bytes);
    }

    /** Notes how the hub wants each file that it does not have in the same bytes; says how many it has. */
    private int ask(List<HubUpload> files, Map<HubUpload, String> wanted) {
        ObjectNode question = JSON.createObjectNode();
        for (HubUpload file : files) {
            question.withArray("files")
                    .addObject()
                    .put("path", file.name())
                    .put("size", file.size())
                    .put("sample", Base64.getEncoder().encodeToString(sample(file)));
        }
        JsonNode answer = writer.post(api("preupload"), "application/json", bytes(question));
        Map<String, JsonNode> byName = new HashMap<>();
        answer.path("files").forEach(one -> byName.put(one.path("path").asText(), one));
        int unchanged = 0;
        for (HubUpload file : files) {
            JsonNode one = byName.get(file.name());
            String mode = one == null ? "" : one.path("uploadMode").asText();
            if (one == null || !(mode.equals("lfs") || mode.equals("regular"))) {
                throw new InputException(
                        id, "an answer that says how " + file.name() + " is sent", mode, "The hub's protocol differs.");
            }
            if (one.path("shouldIgnore").asBoolean()) {
                throw new InputException(
                        file.name(),
                        "a file that the repository takes",
                        "one that its .gitignore names",
                        "Leave it out.");
            }
            String has = one.path("oid").asText("");
            if (!has.isEmpty() && has.equals(mode.equals("lfs") ? sha256(file) : gitHash(file))) {
                unchanged++;
            } else {
                wanted.put(file, mode);
            }
        }
        return unchanged;
    }

    private String sha256(HubUpload file) {
        return hashes.computeIfAbsent(file, one -> Sha256.of(one.file(), progress));
    }

    private static String gitHash(HubUpload file) {
        return GitHash.of(read(file));
    }

    private String commit(List<HubUpload> files, Map<HubUpload, String> modes, String message) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ObjectNode header = JSON.createObjectNode().put("key", "header");
        header.putObject("value").put("summary", message).put("description", "");
        lines.writeBytes(line(header));
        for (HubUpload file : files) {
            ObjectNode line = JSON.createObjectNode();
            if ("lfs".equals(modes.get(file))) {
                line.put("key", "lfsFile")
                        .putObject("value")
                        .put("path", file.name())
                        .put("algo", "sha256")
                        .put("oid", sha256(file))
                        .put("size", file.size());
            } else {
                line.put("key", "file")
                        .putObject("value")
                        .put("path", file.name())
                        .put("encoding", "base64")
                        .put("content", Base64.getEncoder().encodeToString(read(file)));
            }
            lines.writeBytes(line(line));
        }
        JsonNode answer = writer.post(api("commit"), "application/x-ndjson", lines.toByteArray());
        return answer.path("commitOid").asText("unknown");
    }

    private String api(String what) {
        return "/api/" + kind + "s/" + id + "/" + what + "/" + revision;
    }

    private static byte[] line(JsonNode json) {
        byte[] bytes = bytes(json);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return line;
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sample(HubUpload file) {
        try (var in = Files.newInputStream(file.file())) {
            return in.readNBytes(SAMPLE);
        } catch (IOException e) {
            throw HubUpload.unreadable(file.file(), e);
        }
    }

    private static byte[] read(HubUpload file) {
        try {
            return Files.readAllBytes(file.file());
        } catch (IOException e) {
            throw HubUpload.unreadable(file.file(), e);
        }
    }
}
