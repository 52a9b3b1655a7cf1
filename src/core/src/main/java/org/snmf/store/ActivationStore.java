package org.snmf.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.files.FileMatrix;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Safetensors;
import org.snmf.files.Sha256;
import org.snmf.files.TensorInfo;
import org.snmf.files.TensorType;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.Origin;

/**
 * Captured activations in a folder: {@code activations-00000.safetensors} and its followers, each with a token-major
 * float32 tensor {@code layer.<i>.<site>} of shape [tokens, width] per captured place; {@code tokens.jsonl},
 * {@code sentences.jsonl} and {@code provenance.json}. Nothing is read into memory before it is asked for.
 */
public final class ActivationStore implements AutoCloseable {
    /** Under which name a store's record holds the family of its model. */
    public static final String FAMILY = "family";

    /** Under which name a store's record holds the hash of its sentences. */
    public static final String DATA = "data";

    /** The file of a store that says how it was made. */
    public static final String PROVENANCE = "provenance.json";

    private final Path folder;
    private final List<Safetensors> shards;
    private final List<StoredSite> sites;
    private final TokenTable tokens;
    private final Provenance provenance;

    private ActivationStore(
            Path folder, List<Safetensors> shards, List<StoredSite> sites, TokenTable tokens, Provenance provenance) {
        this.folder = folder;
        this.shards = shards;
        this.sites = sites;
        this.tokens = tokens;
        this.provenance = provenance;
    }

    /**
     * Opens a store and checks that its parts agree.
     *
     * @throws InputException if the folder is no store, is empty, or its blocks disagree with each other or with the
     *     tokens
     */
    public static ActivationStore open(Path folder) {
        recover(folder);
        if (!Files.isRegularFile(folder.resolve(PROVENANCE))) {
            throw new InputException(
                    folder.toString(),
                    "a folder of activations",
                    Files.isDirectory(folder) ? "a folder without " + PROVENANCE : "no such folder",
                    "Run capture first, or check the path.");
        }
        List<Safetensors> shards = new ArrayList<>();
        try {
            for (int i = 0; Files.exists(folder.resolve(shardName(i))); i++) {
                shards.add(Safetensors.open(folder.resolve(shardName(i))));
            }
            TokenTable tokens = TokenFiles.read(folder);
            List<StoredSite> sites = sites(folder, shards, tokens.size());
            return new ActivationStore(
                    folder, shards, sites, tokens, provenanceOf(folder).orElseThrow());
        } catch (RuntimeException e) {
            shards.forEach(Safetensors::close);
            throw e;
        }
    }

    private static void recover(Path folder) {
        if (!Files.exists(folder)) {
            try {
                UnfinishedStore.recover(folder);
            } catch (IOException e) {
                throw new InputException(folder.toString(), "a folder of activations", e.toString(), "", e);
            }
        }
    }

    /** What the store in {@code folder} records of its origin; empty if there is no store. */
    public static Optional<Provenance> provenanceOf(Path folder) {
        recover(folder);
        Path record = folder.resolve(PROVENANCE);
        try {
            return Files.isRegularFile(record)
                    ? Optional.of(Provenance.fromJson(record.toString(), Files.readString(record)))
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            throw new InputException(record.toString(), "text in UTF-8", "other bytes", "Capture again.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(record + ": reading failed", e);
        }
    }

    /** The file of a store with the activations of its {@code index}th stretch of tokens, from 0. */
    public static String shardName(int index) {
        return String.format(Locale.ROOT, "activations-%05d.safetensors", index);
    }

    private static List<StoredSite> sites(Path folder, List<Safetensors> shards, int tokens) {
        if (shards.isEmpty() || tokens == 0) {
            throw new InputException(
                    folder.toString(),
                    "activations of at least one token",
                    shards.isEmpty() ? "no file " + shardName(0) : "no tokens",
                    "Capture again with more text.");
        }
        Map<String, StoredSite> sites = new LinkedHashMap<>();
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Safetensors shard : shards) {
            for (TensorInfo info : shard.tensors().values()) {
                StoredSite site = site(shard.file(), info);
                StoredSite known = sites.putIfAbsent(info.name(), site);
                if (known != null && known.width() != site.width()) {
                    throw new InputException(
                            shard.file() + "#" + info.name(),
                            known.width() + " values per token",
                            site.width() + " values",
                            "The files of a store must agree; capture again.");
                }
                rows.merge(info.name(), info.shape().get(0), Long::sum);
            }
        }
        rows.forEach((name, count) -> {
            if (count != tokens) {
                throw new InputException(
                        folder + "#" + name,
                        tokens + " tokens, as the token table has",
                        count + " tokens",
                        "A file is missing or foreign; capture again.");
            }
        });
        return List.copyOf(sites.values());
    }

    private static StoredSite site(Path file, TensorInfo info) {
        boolean matrix = info.shape().size() == 2
                && info.type() == TensorType.F32
                && info.shape().stream().allMatch(axis -> axis <= Integer.MAX_VALUE);
        return StoredSite.ofTensor(
                        info.name(), matrix ? Math.toIntExact(info.shape().get(1)) : 0)
                .filter(site -> matrix)
                .orElseThrow(() -> new InputException(
                        file + "#" + info.name(),
                        "an F32 tensor layer.<i>.<site> of shape [tokens, width]",
                        info.type() + " of shape " + info.shape(),
                        ""));
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** What was captured, in the order of the files. */
    public List<StoredSite> sites() {
        return sites;
    }

    /**
     * The activations A (d_a × n) of one layer and site. The matrix reads from this store's files and is usable until
     * the store is closed.
     *
     * @throws InputException if that was not captured; the message lists what was
     */
    public ActivationMatrix activations(int layer, String site) {
        StoredSite wanted = sites.stream()
                .filter(s -> s.layer() == layer && s.site().equals(site))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        folder.toString(),
                        "layer " + layer + ", site " + site,
                        String.join(", ", sites.stream().map(StoredSite::tensor).toList()),
                        "Choose one of these or capture again."));
        List<FileMatrix.Part> parts = new ArrayList<>();
        int from = 0;
        for (Safetensors shard : shards) {
            if (shard.has(wanted.tensor())) {
                int count = Math.toIntExact(shard.info(wanted.tensor()).shape().get(0));
                parts.add(new FileMatrix.Part(shard.floats(wanted.tensor()), from, count));
                from += count;
            }
        }
        FileMatrix matrix = new FileMatrix(wanted.width(), from, MatrixLayout.TOKENS_BY_NEURONS, parts);
        return Matrices.withOrigin(matrix, () -> origin(provenance, wanted));
    }

    /** Where the values of one place of a store were captured. */
    public static Origin origin(Provenance store, StoredSite place) {
        Map<String, String> record = store.options();
        return new Origin(
                place.layer(),
                place.site(),
                record.getOrDefault(FAMILY, ""),
                store.inputs(),
                record.getOrDefault(DATA, ""));
    }

    /** What the columns of every matrix of this store are. */
    public TokenTable tokens() {
        return tokens;
    }

    /** How the activations were made. */
    public Provenance provenance() {
        return provenance;
    }

    /** One sha256 over all files of activations, in their order. Reads them all. */
    public String sha256() {
        var digest = Sha256.fresh();
        for (Safetensors shard : shards) {
            digest.update(Sha256.of(shard.file()).getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        shards.forEach(Safetensors::close);
    }
}
