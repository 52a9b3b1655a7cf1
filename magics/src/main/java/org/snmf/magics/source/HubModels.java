package org.snmf.magics.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.models.hub.Hub;
import org.snmf.models.hub.HubOptions;
import org.snmf.progress.Progress;

/**
 * Models of the Hugging Face hub. The same variables of the environment as for other tools, in the same order, say where
 * the cache is ({@code HF_HUB_CACHE}, {@code HUGGINGFACE_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME}), who asks ({@code HF_TOKEN}), which hub is meant ({@code HF_ENDPOINT}) and
 * whether the network is switched off ({@code HF_HUB_OFFLINE}). Nothing is downloaded unless it was asked for.
 */
final class HubModels {
    private HubModels() {}

    /** The folder of a model that was downloaded before, by this program or another. */
    static Path cached(String id) {
        HubOptions options = options(System.getenv()).withOffline(true);
        try {
            return Hub.directory(id, options, Progress.NONE);
        } catch (InputException e) {
            throw new InputException(
                    id,
                    "a folder with config.json and safetensors, a hub id that was downloaded, or 'embedded'",
                    Files.exists(Path.of(id)) ? "a file" : "no such folder, and no such model in " + options.cache(),
                    "To fetch a hub id such as openai-community/gpt2, say: model " + id + " --download",
                    e);
        }
    }

    /** The folder of a model, downloading what is missing of it. */
    static Path downloaded(String id, Progress progress) {
        return Hub.directory(id, options(System.getenv()), progress);
    }

    static HubOptions options(Map<String, String> environment) {
        Path caches = folder(environment, "XDG_CACHE_HOME").orElse(Path.of(System.getProperty("user.home"), ".cache"));
        Path home = folder(environment, "HF_HOME").orElse(caches.resolve("huggingface"));
        Path cache = folder(environment, "HF_HUB_CACHE")
                .or(() -> folder(environment, "HUGGINGFACE_HUB_CACHE"))
                .orElse(home.resolve("hub"));
        HubOptions options = HubOptions.of(cache).withOffline(isOn(environment.get("HF_HUB_OFFLINE")));
        Optional<String> token = token(environment, home);
        HubOptions known = token.isPresent() ? options.withToken(token.get()) : options;
        String endpoint = environment.get("HF_ENDPOINT");
        return endpoint == null || endpoint.isBlank() ? known : known.withEndpoint(URI.create(endpoint));
    }

    /** A variable as a folder, with ~ for the home folder as other tools read it. */
    private static Optional<Path> folder(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(value ->
                        value.replaceFirst("^~(?=/|$)", Matcher.quoteReplacement(System.getProperty("user.home"))))
                .map(Path::of);
    }

    private static boolean isOn(@Nullable String value) {
        return value != null && value.matches("(?i)1|on|yes|true");
    }

    /** From the environment, or from the file that the hub's own login writes. */
    private static Optional<String> token(Map<String, String> environment, Path home) {
        String given = environment.get("HF_TOKEN");
        if (given != null && !given.isBlank()) {
            return Optional.of(given.strip());
        }
        Path file = home.resolve("token");
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "", e);
        }
    }
}
