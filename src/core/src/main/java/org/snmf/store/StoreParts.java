package org.snmf.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;
import org.snmf.files.TemporaryName;

/**
 * An {@link ActivationStore} that several processes write, each its own stretch of tokens, in a folder that all of them see:
 * {@code .NAME.KEY-of-N.unfinished} beside the store holds a folder {@code part-i} for each stretch that is whole. A part is
 * written under a private name and renamed when it is, so that writers of the same part never mix; the first stays. Whoever
 * begins has the folder until it is closed; parts outlive it, and {@link #finish} makes one store of them by renaming files.
 */
public final class StoreParts implements AutoCloseable {
    private final Path store;
    private final int count;
    private final UnfinishedStore unfinished;
    private boolean finished;

    private StoreParts(Path store, int count, UnfinishedStore unfinished) {
        this.store = store;
        this.count = count;
        this.unfinished = unfinished;
    }

    /**
     * Begins a store, or goes on with it.
     *
     * @param folder the store's folder; replaced on {@link #finish} if it is a store already
     * @param key names all that the tokens of a part depend on, beside the number of parts
     * @param count how many parts, at least 1
     * @throws InputException if {@code folder} is something else than a store or cannot be written, or another is at work there
     */
    public static StoreParts open(Path folder, String key, int count) {
        Path store = folder.toAbsolutePath();
        ActivationStoreWriter.refuseForeign(store);
        try {
            UnfinishedStore unfinished = UnfinishedStore.of(store, key(key, count));
            StoreParts parts = new StoreParts(store, count, unfinished);
            // What attempts left that came to no end.
            removeFolders(unfinished.folder(), ".");
            return parts;
        } catch (IOException e) {
            throw AtomicFile.unwritable(folder, e);
        }
    }

    /** Under which key the whole store is known: parts that begin elsewhere may differ in the last digits. */
    public static String key(String key, int count) {
        return key + "-of-" + count;
    }

    /** In how many parts an unfinished store of this key is divided, if there is one. */
    public static OptionalInt begun(Path folder, String key) {
        Path store = folder.toAbsolutePath();
        Pattern name =
                Pattern.compile(Pattern.quote("." + store.getFileName() + "." + key) + "-of-(\\d{1,9})\\.unfinished");
        try (Stream<Path> beside = Files.list(store.getParent())) {
            return beside.map(path -> name.matcher(path.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .max();
        } catch (IOException e) {
            // The folder that will hold it is not there yet.
            return OptionalInt.empty();
        }
    }

    /** The folder that all writers must see. */
    public Path folder() {
        return unfinished.folder();
    }

    /** Where part {@code index} lies in that folder when it is whole. */
    public static Path part(Path folder, int index) {
        return folder.resolve("part-" + index);
    }

    private Path part(int index) {
        return part(folder(), index);
    }

    /** Whether part {@code index} is whole. */
    public boolean has(int index) {
        return Files.isRegularFile(part(index).resolve(ActivationStore.PROVENANCE));
    }

    /** Folders beside this store's in which captures into it with other arguments are unfinished; they are not touched. */
    public List<Path> others() {
        try {
            return unfinished.others();
        } catch (IOException e) {
            throw AtomicFile.failure(store, e);
        }
    }

    /** A private name for an attempt to write {@code part}. */
    public static Path attempt(Path part) {
        return TemporaryName.beside(part.toAbsolutePath());
    }

    /**
     * Gives what an attempt wrote, a store of its own, the name of its part; where another attempt was first that one stays.
     *
     * @throws InputException if it cannot be renamed
     */
    public static void deliver(Path attempt, Path part) {
        try {
            Files.move(attempt, part, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(part)) {
                throw AtomicFile.failure(part, e);
            }
            try {
                UnfinishedStore.remove(attempt);
            } catch (IOException left) {
                throw AtomicFile.failure(attempt, left);
            }
        }
    }

    /**
     * Makes one store of the parts and gives it its name. Files are renamed and not copied; if that is broken off it can be
     * done again.
     *
     * @param sites what the parts hold
     * @param tokens how many tokens each part has
     * @throws IllegalArgumentException if the table does not have as many as the parts
     * @throws InputException if a part is not what it should be, or the disk does not take the rest
     */
    public void finish(List<StoredSite> sites, int[] tokens, TokenTable table, Provenance provenance) {
        long all = 0;
        for (int part : tokens) {
            all += part;
        }
        if (tokens.length != count || table.size() != all) {
            throw new IllegalArgumentException(store + ": expected " + count + " parts and a table of " + all
                    + " tokens, found " + tokens.length + " and " + table.size());
        }
        try {
            gather(sites, tokens);
            TokenFiles.write(unfinished.folder(), table);
            AtomicFile.write(unfinished.folder().resolve(ActivationStore.PROVENANCE), provenance.toJson());
            unfinished.finish();
            finished = true;
            removeFolders(store, "");
        } catch (IOException e) {
            throw AtomicFile.failure(store, e);
        }
    }

    /** Gives the files of all parts their numbers in the whole store; those that have it already stay. */
    private void gather(List<StoredSite> sites, int[] tokens) throws IOException {
        int full = ActivationStoreWriter.shardTokens(sites);
        int shard = 0;
        for (int i = 0; i < count; i++) {
            int done = 0;
            for (int own = 0; done < tokens[i]; own++) {
                int rows = Math.min(full, tokens[i] - done);
                Path from = part(i).resolve(ActivationStore.shardName(own));
                Path to = unfinished.folder().resolve(ActivationStore.shardName(shard++));
                if (Files.isRegularFile(from)) {
                    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!UnfinishedStore.isWhole(to, sites, rows)) {
                    throw new InputException(
                            from.toString(),
                            rows + " tokens of "
                                    + sites.stream().map(StoredSite::tensor).toList(),
                            Files.exists(to) ? "others" : "no such file",
                            "Remove " + unfinished.folder() + " and capture again.");
                }
                done += rows;
            }
        }
    }

    /**
     * Removes the folders in {@code place} whose names begin so. Each loses its name first: a writer that is still at work
     * there finds its own no more.
     */
    private static void removeFolders(Path place, String begin) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(place)) {
            folders = entries.filter(path -> Files.isDirectory(path)
                            && path.getFileName().toString().startsWith(begin))
                    .toList();
        }
        for (Path folder : folders) {
            Path nameless = TemporaryName.beside(place.resolve("removed"));
            Files.move(folder, nameless, StandardCopyOption.ATOMIC_MOVE);
            UnfinishedStore.remove(nameless);
        }
    }

    /** Lets others go on; nothing that is whole is lost. */
    @Override
    public void close() {
        if (!finished) {
            unfinished.close();
        }
    }
}
