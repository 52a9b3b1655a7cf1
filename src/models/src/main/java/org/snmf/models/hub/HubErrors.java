package org.snmf.models.hub;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/** What a refusal of the hub, or of the disk, means for a person. */
final class HubErrors {
    private HubErrors() {}

    /**
     * The exception for an error status: one that trying again may cure for 429 and 5xx, a final one otherwise.
     *
     * @throws IOException if trying again may help
     */
    static InputException of(String id, int status, HttpHeaders headers, boolean withToken) throws IOException {
        String said = headers.firstValue("x-error-message")
                .map(text -> " (" + text + ")")
                .orElse("");
        return switch (status) {
            case 401 ->
                new InputException(
                        id,
                        "a public model, or a token that is valid",
                        "401 unauthorized" + said,
                        withToken
                                ? "The token was not accepted: make a new one on the hub."
                                : "Set HF_TOKEN to an access token of the hub, and check the id: unknown models answer the same.");
            case 403 ->
                new InputException(
                        id,
                        "access to the model",
                        "403 forbidden" + said,
                        "Accept the model's terms on its hub page with the account that the token belongs to.");
            case 404 ->
                new InputException(
                        id, "a model and revision of the hub", "404 not found" + said, "Check id and revision.");
            default -> {
                if (status == 429 || status >= 500) {
                    throw new IOException("status " + status + said);
                }
                yield new InputException(id, "a file", "status " + status + said, "");
            }
        };
    }

    /** As {@link #of}, where something was to be written. */
    static InputException ofWriting(String id, int status, HttpHeaders headers) throws IOException {
        String said = headers.firstValue("x-error-message")
                .map(text -> " (" + text + ")")
                .orElse("");
        return switch (status) {
            case 401 ->
                new InputException(
                        id,
                        "a token that is valid",
                        "401 unauthorized" + said,
                        "Set HF_TOKEN to a new one of the hub.");
            case 403 ->
                new InputException(
                        id,
                        "a token that may write there",
                        "403 forbidden" + said,
                        "Make one with the right to write, of an account that may write to this repository.");
            case 404 ->
                new InputException(
                        id,
                        "a repository and branch of the hub",
                        "404 not found" + said,
                        "Check name, --type and --revision, or make it with --create.");
            default -> {
                if (status == 429 || status >= 500) {
                    throw new IOException("status " + status + said);
                }
                yield new InputException(id, "a push that the hub takes", "status " + status + said, "");
            }
        };
    }

    static InputException disk(Path file, IOException cause) {
        boolean full = AtomicFile.isFull(cause);
        return new InputException(
                file.toString(),
                "room to write",
                full ? "a full disk" : cause.toString(),
                full
                        ? "Free some space or choose another cache folder; what was downloaded is kept."
                        : "Choose another cache folder.",
                cause);
    }
}
