package org.snmf.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;

/**
 * Writes an {@link ActivationStore}: blocks of tokens are appended while they are captured, kept in a buffer of bounded
 * size and written shard by shard into a temporary folder, which gets its name by {@link #finish}. Closing without finish
 * removes the temporary folder and leaves an earlier store as it was.
 */
public final class ActivationStoreWriter implements AutoCloseable {
    private static final long SHARD_BYTES = 256L << 20;

    private final Path folder;
    private final Path temporary;
    private final Map<StoredSite, FloatBuffer> buffers = new LinkedHashMap<>();
    private final int shardTokens;
    private int buffered;
    private int shards;
    private long tokens;
    private boolean finished;

    /**
     * Starts a store.
     *
     * @param folder the store's folder; replaced on {@link #finish} if it is a store already
     * @param sites what each appended block holds
     * @throws InputException if {@code folder} exists and is something else than a store
     */
    public ActivationStoreWriter(Path folder, List<StoredSite> sites) {
        this(folder, sites, SHARD_BYTES);
    }

    /**
     * As {@link #ActivationStoreWriter(Path, List)}.
     *
     * @param shardBytes size of a file from which on the next block begins another
     */
    public ActivationStoreWriter(Path folder, List<StoredSite> sites, long shardBytes) {
        this.folder = folder.toAbsolutePath();
        refuseForeign();
        long tokenBytes =
                sites.stream().mapToLong(s -> (long) s.width() * Float.BYTES).sum();
        this.shardTokens = (int) Math.max(1, Math.min(shardBytes / Math.max(1, tokenBytes), 1 << 20));
        for (StoredSite site : sites) {
            buffers.put(
                    site,
                    ByteBuffer.allocateDirect(Math.multiplyExact(shardTokens, site.width() * Float.BYTES))
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer());
        }
        this.temporary = this.folder.resolveSibling(
                "." + this.folder.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            remove(temporary);
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new InputException(
                    folder.toString(),
                    "a place that can be written",
                    e.toString(),
                    "Choose another folder or free some space.",
                    e);
        }
    }

    private void refuseForeign() {
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

    /**
     * Appends {@code count} tokens.
     *
     * @param blocks for every site, {@code count} rows of its width, from the buffer's position; positions are not moved
     * @param count number of tokens
     */
    public void append(Map<StoredSite, FloatBuffer> blocks, int count) {
        if (!blocks.keySet().equals(buffers.keySet())) {
            throw new IllegalArgumentException("expected blocks of " + buffers.keySet() + ", found " + blocks.keySet());
        }
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, shardTokens - buffered);
            for (Map.Entry<StoredSite, FloatBuffer> block : blocks.entrySet()) {
                int width = block.getKey().width();
                FloatBuffer rows = block.getValue();
                buffers.get(block.getKey()).put(rows.slice(rows.position() + done * width, piece * width));
            }
            done += piece;
            buffered += piece;
            tokens += piece;
            if (buffered == shardTokens) {
                writeShard();
            }
        }
    }

    /** Number of tokens appended so far. */
    public long tokens() {
        return tokens;
    }

    private void writeShard() {
        List<SafetensorsWriter.Spec> specs = new ArrayList<>();
        buffers.keySet()
                .forEach(s -> specs.add(SafetensorsWriter.Spec.of(s.tensor(), TensorType.F32, buffered, s.width())));
        Path file = temporary.resolve(ActivationStore.shardName(shards));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), specs)) {
            for (FloatBuffer buffer : buffers.values()) {
                writer.write(buffer.flip());
                buffer.clear();
            }
            writer.commit();
        }
        shards++;
        buffered = 0;
    }

    /**
     * Writes what is left, the tokens and the provenance, and gives the store its name.
     *
     * @throws IllegalArgumentException if the table does not have exactly the appended tokens
     */
    public void finish(TokenTable table, Provenance provenance) {
        if (table.size() != tokens) {
            throw new IllegalArgumentException(
                    folder + ": expected a table of " + tokens + " tokens, found " + table.size());
        }
        if (buffered > 0) {
            writeShard();
        }
        TokenFiles.write(temporary, table);
        AtomicFile.write(temporary.resolve(ActivationStore.PROVENANCE), provenance.toJson());
        try {
            Path old = folder.resolveSibling(temporary.getFileName() + ".old");
            remove(old);
            if (Files.exists(folder)) {
                Files.move(folder, old);
            }
            Files.move(temporary, folder);
            remove(old);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the finished store could not be given its name", e);
        }
        finished = true;
    }

    @Override
    public void close() {
        if (!finished) {
            try {
                remove(temporary);
            } catch (IOException e) {
                throw new UncheckedIOException(temporary + ": could not be removed", e);
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
