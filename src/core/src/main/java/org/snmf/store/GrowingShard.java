package org.snmf.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snmf.files.OpenFile;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.TensorType;

/**
 * A file of activations to which tokens are appended: it has the header and the length of a full one from the start, and each
 * token's row goes to its place in the tensor of its site. When it is full it needs no more than its name.
 */
final class GrowingShard implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final List<StoredSite> sites;
    private final int capacity;
    private final OpenFile file;
    private final Map<StoredSite, Long> begins = new LinkedHashMap<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private int tokens;

    /**
     * Opens {@code path}, or makes it.
     *
     * @param capacity tokens when it is full
     * @param tokens how many it holds already
     */
    GrowingShard(Path path, List<StoredSite> sites, int capacity, int tokens) throws IOException {
        this.sites = sites;
        this.capacity = capacity;
        this.tokens = tokens;
        ByteBuffer header = SafetensorsWriter.header(Map.of(), specs(sites, capacity));
        long at = header.remaining();
        for (StoredSite site : sites) {
            begins.put(site, at);
            at += (long) capacity * site.width() * Float.BYTES;
        }
        this.file = OpenFile.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            file.write(header, 0);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static List<SafetensorsWriter.Spec> specs(List<StoredSite> sites, int tokens) {
        List<SafetensorsWriter.Spec> specs = new ArrayList<>();
        sites.forEach(s -> specs.add(SafetensorsWriter.Spec.of(s.tensor(), TensorType.F32, tokens, s.width())));
        return specs;
    }

    int tokens() {
        return tokens;
    }

    /** Appends rows [{@code from}, {@code from + count}) of the blocks, counted from their positions. */
    void append(Map<StoredSite, FloatBuffer> blocks, int from, int count) throws IOException {
        for (StoredSite site : sites) {
            FloatBuffer rows = Objects.requireNonNull(blocks.get(site), site::toString);
            int width = site.width();
            write(rows.slice(rows.position() + from * width, count * width), place(site, tokens));
        }
        tokens += count;
    }

    private long place(StoredSite site, int token) {
        return Objects.requireNonNull(begins.get(site), site::toString) + (long) token * site.width() * Float.BYTES;
    }

    private void write(FloatBuffer values, long position) throws IOException {
        long at = position;
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), CHUNK / Float.BYTES);
            chunk.clear();
            chunk.asFloatBuffer().put(values.slice(values.position(), count));
            file.write(chunk.limit(count * Float.BYTES), at);
            values.position(values.position() + count);
            at += (long) count * Float.BYTES;
        }
    }

    /** Returns when all rows are on the disk. */
    void force() throws IOException {
        file.force();
    }

    /** Gives what it holds the name {@code shard}; nothing may be appended afterwards. */
    void finish(Path shard) throws IOException {
        if (tokens == capacity) {
            force();
            close();
            Files.move(file.path(), shard, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (SafetensorsWriter writer = SafetensorsWriter.create(shard, Map.of(), specs(sites, tokens))) {
            for (StoredSite site : sites) {
                long end = place(site, tokens);
                for (long at = place(site, 0); at < end; at += CHUNK) {
                    chunk.clear().limit((int) Math.min(CHUNK, end - at));
                    file.read(chunk, at);
                    writer.write(chunk.flip());
                }
            }
            writer.commit();
        }
        close();
        Files.deleteIfExists(file.path());
    }

    @Override
    public void close() {
        file.close();
    }
}
