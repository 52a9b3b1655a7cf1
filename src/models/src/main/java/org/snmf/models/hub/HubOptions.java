package org.snmf.models.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the hub is reached and where its files are kept.
 *
 * @param cache the hub's cache folder, shared with other tools: {@code <home>/.cache/huggingface/hub} as a rule
 * @param endpoint address of the hub
 * @param token access token for gated models; sent to the endpoint alone and shown nowhere
 * @param offline whether only what the cache holds may be used
 * @param attempts how often a file is tried before the download fails
 * @param timeout how long a connection or a silent server is waited for
 */
public record HubOptions(
        Path cache, URI endpoint, Optional<String> token, boolean offline, int attempts, Duration timeout) {
    /** The public hub without a token. */
    public static HubOptions of(Path cache) {
        return new HubOptions(
                cache, URI.create("https://huggingface.co"), Optional.empty(), false, 5, Duration.ofSeconds(30));
    }

    /** The same with an access token. */
    public HubOptions withToken(String other) {
        return new HubOptions(cache, endpoint, Optional.of(other), offline, attempts, timeout);
    }

    /** The same with another address. */
    public HubOptions withEndpoint(URI other) {
        return new HubOptions(cache, other, token, offline, attempts, timeout);
    }

    /** The same with or without use of the network. */
    public HubOptions withOffline(boolean other) {
        return new HubOptions(cache, endpoint, token, other, attempts, timeout);
    }

    /** The same with other patience. */
    public HubOptions withPatience(int otherAttempts, Duration otherTimeout) {
        return new HubOptions(cache, endpoint, token, offline, otherAttempts, otherTimeout);
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "HubOptions[cache=" + cache + ", endpoint=" + endpoint + ", token="
                + (token.isPresent() ? "given" : "none") + ", offline=" + offline + "]";
    }
}
