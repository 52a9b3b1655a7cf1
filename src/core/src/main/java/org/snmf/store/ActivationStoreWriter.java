package org.snmf.store;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;
import org.snmf.files.Safetensors;

/**
 * Writes an {@link ActivationStore}: blocks of tokens are appended while they are captured and go to the disk at once, into a
 * folder with a temporary name, which gets its own by {@link #finish}. An earlier store stays as it was until then.
 *
 * <p>A writer with a key leaves what it has when it is closed without finish, when it fails, or when its process ends in
 * whatever way; the next writer of the same key goes on after the last token that was kept. A writer without one leaves
 * nothing.
 */
public final class ActivationStoreWriter implements AutoCloseable {
    /** Of this option of a provenance the value is the key of the writer. */
    public static final String KEY = "capture-key";

    private static final long SHARD_BYTES = 256L << 20;
    private static final long KEEP_NANOS = 5_000_000_000L;

    private final Path folder;
    private final List<StoredSite> sites;
    private final boolean keeps;
    private final UnfinishedStore unfinished;
    private final int shardTokens;
    private @Nullable GrowingShard shard;
    private int shards;
    private long keptAt = System.nanoTime();
    private boolean finished;

    /**
     * Starts a store without a key.
     *
     * @param folder the store's folder; replaced on {@link #finish} if it is a store already
     * @param sites what each appended block holds
     * @throws InputException if {@code folder} exists and is something else than a store
     */
    public ActivationStoreWriter(Path folder, List<StoredSite> sites) {
        this(folder, sites, SHARD_BYTES, Optional.empty());
    }

    /**
     * Starts a store, or goes on with it.
     *
     * @param key names all that the tokens depend on: for the same key the same tokens must be appended in the same order
     * @throws InputException also if another writer of the same key is at work
     */
    public ActivationStoreWriter(Path folder, List<StoredSite> sites, String key) {
        this(folder, sites, SHARD_BYTES, Optional.of(key));
    }

    /**
     * As the others.
     *
     * @param shardBytes size of a file from which on the next token begins another
     */
    public ActivationStoreWriter(Path folder, List<StoredSite> sites, long shardBytes, Optional<String> key) {
        this.folder = folder.toAbsolutePath();
        this.sites = List.copyOf(sites);
        this.keeps = key.isPresent();
        this.shardTokens = shardTokens(this.sites, shardBytes);
        refuseForeign(this.folder);
        try {
            this.unfinished = UnfinishedStore.of(
                    this.folder, key.orElseGet(() -> UUID.randomUUID().toString()));
            try {
                open(key);
            } catch (IOException | RuntimeException e) {
                leave(keeps);
                throw e;
            }
        } catch (IOException e) {
            throw AtomicFile.unwritable(folder, e);
        }
    }

    private void open(Optional<String> key) throws IOException {
        shards = unfinished.finished(sites, shardTokens);
        int kept = unfinished.kept(shards);
        shard = new GrowingShard(unfinished.growing(), sites, shardTokens, kept);
        Path last = unfinished.folder().resolve(ActivationStore.shardName(shards));
        if (kept == 0 && Files.isRegularFile(last)) {
            append(last);
        }
        if (tokens() == 0 && key.isPresent()) {
            adoptStopped(key.get());
        }
    }

    /** Tokens of a full file. */
    static int shardTokens(List<StoredSite> sites) {
        return shardTokens(sites, SHARD_BYTES);
    }

    private static int shardTokens(List<StoredSite> sites, long shardBytes) {
        long tokenBytes =
                sites.stream().mapToLong(s -> (long) s.width() * Float.BYTES).sum();
        return (int) Math.max(1, Math.min(shardBytes / Math.max(1, tokenBytes), 1 << 20));
    }

    /** Refuses to replace what is no store. */
    static void refuseForeign(Path folder) {
        if (Files.exists(folder) && !Files.isRegularFile(folder.resolve(ActivationStore.PROVENANCE))) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isEmpty()) {
                    return;
                }
            } catch (IOException e) {
                throw new InputException(folder.toString(), "a folder", e.toString(), "Choose another place.", e);
            }
            throw new InputException(
                    folder.toString(),
                    "a new folder or a store to replace",
                    "a folder with other files",
                    "Choose another folder.");
        }
    }

    /** Takes over the tokens of a store of the same key, which a stop has ended early; that store stays whole. */
    private void adoptStopped(String key) throws IOException {
        Optional<Provenance> earlier = ActivationStore.provenanceOf(folder);
        if (earlier.isEmpty() || !key.equals(earlier.get().options().get(KEY))) {
            return;
        }
        for (int i = 0; Files.isRegularFile(folder.resolve(ActivationStore.shardName(i))); i++) {
            append(folder.resolve(ActivationStore.shardName(i)));
        }
    }

    /** Appends what a finished file holds. */
    private void append(Path file) {
        try (Safetensors from = Safetensors.open(file)) {
            int count = Math.toIntExact(from.info(sites.get(0).tensor()).shape().get(0));
            int piece = Math.max(
                    1, (1 << 20) / sites.stream().mapToInt(StoredSite::width).sum());
            for (int first = 0; first < count; first += piece) {
                int rows = Math.min(piece, count - first);
                Map<StoredSite, FloatBuffer> blocks = new LinkedHashMap<>();
                for (StoredSite site : sites) {
                    FloatBuffer block = FloatBuffer.allocate(rows * site.width());
                    from.tensor(site.tensor()).read((long) first * site.width(), block);
                    blocks.put(site, block.flip());
                }
                append(blocks, rows);
            }
        }
    }

    /**
     * Appends {@code count} tokens.
     *
     * @param blocks for every site, {@code count} rows of its width, from the buffer's position; positions are not moved
     * @param count number of tokens
     * @throws InputException if the disk does not take them
     */
    public void append(Map<StoredSite, FloatBuffer> blocks, int count) {
        if (!blocks.keySet().equals(new LinkedHashSet<>(sites))) {
            throw new IllegalArgumentException("expected blocks of " + sites + ", found " + blocks.keySet());
        }
        try {
            for (int done = 0; done < count; ) {
                int piece = Math.min(count - done, shardTokens - shard().tokens());
                shard().append(blocks, done, piece);
                done += piece;
                if (shard().tokens() == shardTokens) {
                    endShard();
                    shard = new GrowingShard(unfinished.growing(), sites, shardTokens, 0);
                }
            }
            if (keeps && System.nanoTime() - keptAt > KEEP_NANOS) {
                keep();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Folders beside this store's in which captures into it with other arguments are unfinished; they are not touched. */
    public List<Path> others() {
        try {
            return unfinished.others();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Number of tokens that the store has so far, those of earlier writers of the same key included. */
    public long tokens() {
        return (long) shards * shardTokens + shard().tokens();
    }

    /** The file that grows; the constructor opens the first. */
    private GrowingShard shard() {
        return Objects.requireNonNull(shard, "no file is open");
    }

    private void endShard() throws IOException {
        shard().finish(unfinished.folder().resolve(ActivationStore.shardName(shards)));
        shards++;
    }

    private void keep() throws IOException {
        shard().force();
        unfinished.keep(shards, shard().tokens());
        keptAt = System.nanoTime();
    }

    private InputException failure(IOException cause) {
        InputException failure = AtomicFile.failure(folder, cause);
        return keeps ? withRemedy(failure) : failure;
    }

    private static InputException withRemedy(InputException e) {
        return new InputException(
                e.where(),
                e.expected(),
                e.found(),
                "What was captured is kept beside it: free some space and capture again with the same arguments.",
                e);
    }

    /**
     * Writes what is left, the tokens and the provenance, and gives the store its name. If that fails a writer with a key can
     * do it again, and so can the next one.
     *
     * @throws IllegalArgumentException if the table does not have exactly the appended tokens
     * @throws InputException if the disk does not take it
     */
    public void finish(TokenTable table, Provenance provenance) {
        if (table.size() != tokens()) {
            throw new IllegalArgumentException(
                    folder + ": expected a table of " + tokens() + " tokens, found " + table.size());
        }
        try {
            if (keeps) {
                keep();
            }
            TokenFiles.write(unfinished.folder(), table);
            if (shard().tokens() > 0) {
                endShard();
            } else {
                shard().close();
                Files.deleteIfExists(unfinished.growing());
            }
            AtomicFile.write(unfinished.folder().resolve(ActivationStore.PROVENANCE), provenance.toJson());
            unfinished.finish();
            finished = true;
        } catch (IOException e) {
            throw failure(e);
        } catch (InputException e) {
            throw keeps ? withRemedy(e) : e;
        }
    }

    @Override
    public void close() {
        if (finished) {
            return;
        }
        boolean any = keeps && tokens() > 0;
        try {
            if (any && Files.exists(unfinished.growing())) {
                keep();
            }
        } catch (IOException e) {
            throw failure(e);
        } finally {
            leave(any);
        }
    }

    /** Gives back what this holds open, and removes the folder unless it is to be kept. */
    private void leave(boolean kept) {
        if (shard != null) {
            shard.close();
        }
        try {
            if (kept) {
                unfinished.close();
            } else {
                unfinished.discard();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
