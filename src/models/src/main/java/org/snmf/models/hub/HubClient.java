package org.snmf.models.hub;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;

/** Speaks with the hub: describes files and downloads them, trying again when the connection fails; {@link HubWriter} writes by it. */
final class HubClient {
    private final HubOptions options;
    /** Redirects are followed by hand: the token must not travel to another host, and their headers describe the file. */
    private final HttpClient http;

    private final RetryPolicy<Object> retries;

    HubClient(HubOptions options) {
        this.options = options;
        this.http = HttpClient.newBuilder()
                .connectTimeout(options.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.retries = RetryPolicy.builder()
                .handle(IOException.class)
                .handleIf(e -> !(e instanceof DiskException))
                .withMaxAttempts(options.attempts())
                .withBackoff(200, 5000, ChronoUnit.MILLIS)
                .build();
    }

    /** What the hub says of a file; empty if the repository has none of that name. */
    Optional<HubFile> describe(String id, String revision, String name) {
        return trying(id, () -> {
            URI address = address(id, revision, name);
            for (int hops = 0; hops < 5; hops++) {
                HttpResponse<Void> response = http.send(
                        request(address)
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                Optional<URI> moved = redirect(address, response);
                if (moved.isEmpty()
                        || response.headers().firstValue("x-repo-commit").isPresent()) {
                    return read(id, name, response);
                }
                address = moved.get();
            }
            throw new IOException("more than five redirects");
        });
    }

    private URI address(String id, String revision, String name) {
        String base = options.endpoint().toString().replaceAll("/+$", "");
        return URI.create(base + "/" + id + "/resolve/" + revision.replace("/", "%2F") + "/" + name);
    }

    /** A request, with the token if it goes to the hub itself. */
    HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(options.timeout()).header("User-Agent", "snmf");
        boolean sameHost = options.endpoint().getHost().equals(address.getHost())
                && options.endpoint().getScheme().equals(address.getScheme());
        if (sameHost) {
            options.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        return request;
    }

    private static Optional<URI> redirect(URI from, HttpResponse<?> response) {
        return response.statusCode() / 100 == 3
                ? response.headers().firstValue("location").map(from::resolve)
                : Optional.empty();
    }

    private Optional<HubFile> read(String id, String name, HttpResponse<Void> response) throws IOException {
        int status = response.statusCode();
        if (status == 404 && isMissingEntry(response)) {
            return Optional.empty();
        }
        if (status >= 400) {
            throw HubErrors.of(id, status, response.headers(), options.token().isPresent());
        }
        String etag = header(response, "x-linked-etag")
                .or(() -> header(response, "etag"))
                .map(tag -> tag.replaceAll("^W/|\"", ""))
                .orElseThrow(() -> new IOException("no etag for " + name));
        if (!etag.matches("[\\w.-]+")) {
            throw new IOException("an etag that is no name: " + etag);
        }
        long size = header(response, "x-linked-size")
                .or(() -> header(response, "content-length"))
                .map(Long::parseLong)
                .orElse(-1L);
        String commit = header(response, "x-repo-commit").orElseThrow(() -> new IOException("no commit for " + name));
        return Optional.of(new HubFile(id, commit, name, etag, size));
    }

    /** The hub names what a 404 is about; a missing repository or revision is an error, a missing file is an answer. */
    private static boolean isMissingEntry(HttpResponse<?> response) {
        return header(response, "x-error-code").map("EntryNotFound"::equals).orElse(false);
    }

    private static Optional<String> header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name);
    }

    /** Downloads a file, going on where an earlier attempt was cut, and checks its length and hash. */
    void download(HubFile file, Path partial, Progress progress) {
        try {
            Files.createDirectories(partial.getParent());
        } catch (IOException e) {
            throw HubErrors.disk(partial, e);
        }
        trying(file.id(), () -> {
            HubTransfer transfer = new HubTransfer(file, partial, progress);
            URI address = address(file.id(), file.commit(), file.name());
            for (int hops = 0; hops < 5; hops++) {
                HttpRequest.Builder request = request(address);
                long had = transfer.had();
                if (had > 0) {
                    request.header("Range", "bytes=" + had + "-");
                }
                HttpResponse<java.io.InputStream> response =
                        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
                Optional<URI> moved = redirect(address, response);
                if (moved.isEmpty()) {
                    transfer.take(response, options.token().isPresent());
                    return file;
                }
                response.body().close();
                address = moved.get();
            }
            throw new IOException("more than five redirects");
        });
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        return http.send(request.build(), body);
    }

    /** Something that may fail for a while. */
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T trying(String id, Attempt<T> attempt) {
        return trying(
                id, "Check the network; what was downloaded is kept, and the next run goes on from there.", attempt);
    }

    /** @param remedy what to do when the last attempt failed */
    <T> T trying(String id, String remedy, Attempt<T> attempt) {
        try {
            return Failsafe.with(retries).get(attempt::run);
        } catch (FailsafeException e) {
            Throwable cause = e.getCause();
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new InputException(id, "a finished transfer", "an interrupt", "Run it again to go on.", e);
            }
            if (cause instanceof DiskException disk) {
                throw HubErrors.disk(disk.file(), disk);
            }
            throw new InputException(
                    id + " at " + options.endpoint(),
                    "an answer of the hub",
                    reason(cause == null ? e : cause),
                    remedy,
                    e);
        }
    }

    private String reason(Throwable cause) {
        boolean unreachable = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause.getCause() instanceof UnresolvedAddressException;
        return (unreachable ? "no connection" : cause.getMessage()) + " after " + options.attempts() + " attempts";
    }
}
