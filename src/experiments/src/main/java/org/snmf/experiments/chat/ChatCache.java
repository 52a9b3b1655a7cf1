package org.snmf.experiments.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/**
 * Answers on disk, one file each, named by the sha256 of all that the answer depends on: provider, address, model,
 * temperature, length and prompt. A file shows prompt and answer to a reader; the key is in none.
 */
final class ChatCache {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ChatOptions options;

    ChatCache(Path folder, ChatOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** @throws InputException if there is a file that is no answer to this prompt */
    Optional<ChatAnswer> find(String prompt) {
        Path file = file(prompt);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode found = JSON.readTree(Files.readString(file));
            JsonNode refusal = found.path("refusal");
            JsonNode answer = found.path("answer");
            if (prompt.equals(found.path("prompt").textValue()) && (answer.isTextual() || refusal.isTextual())) {
                return Optional.of(
                        answer.isTextual()
                                ? ChatAnswer.answered(answer.textValue(), true)
                                : new ChatAnswer(ChatAnswer.State.REFUSED, "", refusal.textValue(), true));
            }
            throw unreadable(file, "another file", null);
        } catch (IOException e) {
            throw unreadable(file, e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.toString(), e);
        }
    }

    private static InputException unreadable(Path file, String found, @Nullable IOException cause) {
        return new InputException(
                file.toString(), "an answer of a chat model with its prompt", found, "Delete the file.", cause);
    }

    /** Keeps an answer or a refusal; what failed is not kept, so that it is asked again. */
    void keep(String prompt, ChatAnswer answer) {
        if (answer.fromDisk() || answer.state().compareTo(ChatAnswer.State.REFUSED) > 0) {
            return;
        }
        ObjectNode entry = JSON.createObjectNode();
        entry.put("provider", options.provider().name())
                .put("address", options.base().toString());
        entry.put("model", options.model()).put("temperature", options.temperature());
        entry.put("answer_tokens", options.answerTokens()).put("prompt", prompt);
        boolean refused = answer.state() == ChatAnswer.State.REFUSED;
        entry.put(refused ? "refusal" : "answer", refused ? answer.reason() : answer.text());
        // An interrupted thread cannot write: the interrupt waits until the answer is safe.
        boolean interrupted = Thread.interrupted();
        try {
            AtomicFile.write(file(prompt), entry.toPrettyString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Path file(String prompt) {
        String all = String.join(
                "\0",
                options.provider().name(),
                options.base().toString(),
                options.model(),
                String.valueOf(options.temperature()),
                String.valueOf(options.answerTokens()),
                prompt);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
