package org.snmf.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;
import org.snmf.files.Safetensors;
import org.snmf.files.TemporaryName;
import org.snmf.files.WriterLock;

/**
 * The folder in which a store is written before it has its name: {@code .NAME.KEY.unfinished}, finished files of activations,
 * the one that grows, and how many tokens of that are on the disk for sure. It outlives its writer, so that the next one of
 * the same key goes on there.
 */
final class UnfinishedStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROWING = "growing.safetensors";
    private static final String KEPT = "kept.json";

    private final Path store;
    private final Path folder;
    private final WriterLock lock;

    private UnfinishedStore(Path store, Path folder, WriterLock lock) {
        this.store = store;
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the unfinished store of {@code store} and {@code key}, or begins it.
     *
     * @throws InputException if another writer is at work there
     */
    static UnfinishedStore of(Path store, String key) throws IOException {
        recover(store);
        Path folder = store.resolveSibling("." + store.getFileName() + "." + key + ".unfinished");
        Files.createDirectories(folder);
        WriterLock lock = WriterLock.take(folder.resolve("lock"))
                .orElseThrow(() -> new InputException(
                        store.toString(),
                        "one capture at a time into a folder",
                        "another that is writing the same",
                        "Wait for its end, or name another folder."));
        return new UnfinishedStore(store, folder, lock);
    }

    /** Gives a store its name back whose replacement was broken off between two renamings, and removes one that was replaced. */
    static void recover(Path store) throws IOException {
        Path parent = store.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return;
        }
        for (Path earlier : TemporaryName.leftovers(store.toAbsolutePath())) {
            if (Files.exists(store)) {
                remove(earlier);
            } else {
                Files.move(earlier, store, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** Unfinished stores of the same name and other keys. */
    List<Path> others() throws IOException {
        String begin = "." + store.getFileName() + ".";
        try (Stream<Path> beside = Files.list(store.getParent())) {
            return beside.filter(path -> !path.equals(folder))
                    .filter(path -> path.getFileName().toString().startsWith(begin)
                            && path.getFileName().toString().endsWith(".unfinished"))
                    .toList();
        }
    }

    Path growing() {
        return folder.resolve(GROWING);
    }

    /** How many finished files there are, each of {@code tokens} tokens. */
    int finished(List<StoredSite> sites, int tokens) {
        int count = 0;
        while (isWhole(folder.resolve(ActivationStore.shardName(count)), sites, tokens)) {
            count++;
        }
        return count;
    }

    /** Whether {@code file} holds {@code tokens} tokens of each place. */
    static boolean isWhole(Path file, List<StoredSite> sites, int tokens) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (Safetensors shard = Safetensors.open(file)) {
            return shard.tensors().size() == sites.size()
                    && sites.stream()
                            .allMatch(site -> shard.has(site.tensor())
                                    && shard.info(site.tensor()).shape().equals(List.of((long) tokens, (long)
                                            site.width())));
        } catch (InputException e) {
            return false;
        }
    }

    /** Remembers that {@code tokens} tokens of the file that grows, the one after {@code finished} others, are on the disk. */
    void keep(int finished, int tokens) {
        AtomicFile.write(
                folder.resolve(KEPT),
                JSON.createObjectNode().put("finished", finished).put("tokens", tokens) + "\n");
    }

    /** Tokens of the file that grows that are on the disk for sure. */
    int kept(int finished) throws IOException {
        Path record = folder.resolve(KEPT);
        if (!Files.isRegularFile(record) || !Files.isRegularFile(growing())) {
            return 0;
        }
        JsonNode kept = JSON.readTree(Files.readString(record));
        return kept.path("finished").asInt(-1) == finished ? kept.path("tokens").asInt() : 0;
    }

    /** Gives the whole store its name; an earlier one there goes when this one has it, and comes back if it cannot get it. */
    void finish() throws IOException {
        Files.deleteIfExists(folder.resolve(KEPT));
        lock.close();
        Path earlier = TemporaryName.beside(store);
        boolean replaces = Files.exists(store);
        if (replaces) {
            Files.move(store, earlier, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(folder, store, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                Files.move(earlier, store, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        if (replaces) {
            remove(earlier);
        }
    }

    /** Removes the folder with all that it holds. */
    void discard() throws IOException {
        lock.close();
        remove(folder);
    }

    @Override
    public void close() {
        lock.close();
    }

    static void remove(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
