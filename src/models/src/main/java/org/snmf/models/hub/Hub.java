package org.snmf.models.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.ConfigKeys;
import org.snmf.models.checkpoint.WeightFiles;
import org.snmf.progress.Progress;

/**
 * Finds a model: a local directory, or a model of the Hugging Face hub, of which only the files that are needed are
 * downloaded into the hub's standard cache folder ({@code models--owner--name/blobs|snapshots|refs}).
 */
public final class Hub {
    /** What a model must have, and what it may have besides its weights. */
    private static final String REQUIRED = "config.json";

    private static final List<String> OPTIONAL = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "generation_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt");
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*(/[A-Za-z0-9][\\w.-]*)?");

    private final HubOptions options;
    private final HubClient client;
    private final Progress progress;

    private Hub(HubOptions options, Progress progress) {
        this.options = options;
        this.client = new HubClient(options);
        this.progress = progress;
    }

    /**
     * The directory of a model.
     *
     * @param model a directory, or a hub id such as {@code openai-community/gpt2}, with {@code @revision} behind it if
     *     another than {@code main} is meant
     * @throws InputException if there is no such model, access is refused, the network or the disk fails, or the model
     *     is not in the cache and the network must not be used; the message says which
     */
    public static Path directory(String model, HubOptions options, Progress progress) {
        Optional<Path> local = asPath(model).filter(Files::isDirectory);
        if (local.isPresent()) {
            return local.get();
        }
        int at = model.indexOf('@');
        String id = at < 0 ? model : model.substring(0, at);
        String revision = at < 0 ? "main" : model.substring(at + 1);
        if (!ID.matcher(id).matches() || id.contains("..") || revision.isEmpty() || revision.contains("..")) {
            throw new InputException(
                    model,
                    "a directory, or a hub id such as openai-community/gpt2",
                    "neither",
                    "Check the spelling of the path.");
        }
        return new Hub(options, progress).snapshot(id, revision);
    }

    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*)(?:@([^/@]+))?((?:/[\\w.+=-]+)*)/?");

    /** Whether this is written as {@link #folder} takes it. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches() && !text.contains("..");
    }

    /**
     * A folder of a repository, as far as it holds these files, which are the only ones that are fetched.
     *
     * @param address {@code owner/name[@revision][/folder/within]}
     * @param names files wanted, relative to that folder; those that the repository does not have are left out
     * @throws InputException if it has none of them, access is refused, the network or the disk fails, or the cache has none
     *     of them and the network must not be used
     */
    public static Path folder(String address, List<String> names, HubOptions options, Progress progress) {
        Matcher parts = ADDRESS.matcher(address);
        if (!isAddress(address) || !parts.matches()) {
            throw new InputException(
                    address, "owner/name[@revision][/folder] of the hub", "something else", "Check its spelling.");
        }
        String revision = parts.group(2) == null ? "main" : parts.group(2);
        String within = parts.group(3).isEmpty() ? "" : parts.group(3).substring(1) + "/";
        Hub hub = new Hub(options, progress);
        HubCache cache = new HubCache(options.cache(), parts.group(1));
        Optional<Path> snapshot = options.offline()
                ? cache.commitOf(revision).map(cache::snapshot)
                : hub.fetch(cache, parts.group(1), revision, within, names);
        return snapshot.map(root -> root.resolve(within))
                .filter(folder -> names.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name))))
                .orElseThrow(() -> new InputException(
                        address,
                        "one of " + String.join(", ", names),
                        options.offline() ? "none of them in the cache" : "none of them in the repository",
                        options.offline() ? "Allow the network once with --download." : "Check the folder's name."));
    }

    private Optional<Path> fetch(HubCache cache, String id, String revision, String within, List<String> names) {
        String at = revision;
        for (String name : names) {
            Optional<HubFile> file = client.describe(id, at, within + name);
            if (file.isPresent()) {
                cache.remember(revision, file.get().commit());
                at = file.get().commit();
                get(cache, file.get());
            }
        }
        return at.equals(revision) ? cache.commitOf(revision).map(cache::snapshot) : Optional.of(cache.snapshot(at));
    }

    private static Optional<Path> asPath(String model) {
        try {
            return Optional.of(Path.of(model));
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Path snapshot(String id, String revision) {
        HubCache cache = new HubCache(options.cache(), id);
        if (options.offline()) {
            return offline(cache, id, revision);
        }
        HubFile config = client.describe(id, revision, REQUIRED).orElseThrow(() -> missing(id, revision, REQUIRED));
        cache.remember(revision, config.commit());
        get(cache, config);
        for (String name : OPTIONAL) {
            client.describe(id, config.commit(), name).ifPresent(file -> get(cache, file));
        }
        weights(cache, id, config.commit());
        return cache.snapshot(config.commit());
    }

    private static Path offline(HubCache cache, String id, String revision) {
        Path snapshot = cache.commitOf(revision).map(cache::snapshot).orElse(null);
        if (snapshot == null || !isComplete(snapshot)) {
            throw new InputException(
                    id + "@" + revision,
                    "a complete copy in the cache, since the network is switched off",
                    snapshot == null ? "none" : "an incomplete one",
                    "Allow the network once, or copy the model there.");
        }
        return snapshot;
    }

    private static boolean isComplete(Path snapshot) {
        if (!Files.isRegularFile(snapshot.resolve(REQUIRED))) {
            return false;
        }
        try {
            WeightFiles.of(snapshot);
            return true;
        } catch (InputException e) {
            return false;
        }
    }

    private void weights(HubCache cache, String id, String commit) {
        var single = client.describe(id, commit, SINGLE);
        if (single.isPresent()) {
            get(cache, single.get());
            return;
        }
        HubFile index = client.describe(id, commit, INDEX).orElseThrow(() -> missing(id, commit, SINGLE));
        Path file = get(cache, index);
        List<HubFile> shards = new ArrayList<>();
        for (String name : shardNames(file)) {
            shards.add(client.describe(id, commit, name).orElseThrow(() -> missing(id, commit, name)));
        }
        shards.forEach(shard -> get(cache, shard));
    }

    private static Set<String> shardNames(Path index) {
        Set<String> names = new TreeSet<>();
        ConfigKeys.parse(index).path("weight_map").forEach(name -> names.add(name.asText()));
        return names;
    }

    private Path get(HubCache cache, HubFile file) {
        if (!cache.has(file)) {
            client.download(file, cache.partial(file), progress);
        }
        return cache.place(file);
    }

    private static InputException missing(String id, String revision, String name) {
        return new InputException(
                id + "@" + revision,
                "a model with " + name,
                "no such file in its repository",
                name.equals(SINGLE)
                        ? "Its weights may be in another format (pickles, GGUF), which is not read."
                        : "Check the id; only transformer checkpoints in the hub's layout are read.");
    }
}
