package org.snmf.spark;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.snmf.errors.InputException;
import org.snmf.files.FileMatrix;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Safetensors;
import org.snmf.files.Scratch;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.store.ActivationStore;
import org.snmf.store.Provenance;

/**
 * The files of a store of activations, wherever Hadoop's file systems reach. A folder that every machine sees under the same
 * name is read in place; from elsewhere a machine brings the files of its partitions to its scratch folder, once.
 */
final class StoreFiles implements Serializable {
    private static final long serialVersionUID = 1;

    /** Files that this machine has brought, by their address. */
    private static final Map<String, Path> BROUGHT = new ConcurrentHashMap<>();

    private final String address;
    private final HashMap<String, String> configuration = new HashMap<>();

    StoreFiles(String address, Configuration hadoop) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        if (remote()) {
            hadoop.forEach(entry -> configuration.put(entry.getKey(), entry.getValue()));
        }
    }

    private boolean remote() {
        return address.matches("[a-zA-Z][a-zA-Z0-9+.-]+://?.*") && !address.startsWith("file:");
    }

    private Path folder() {
        return address.startsWith("file:") ? Path.of(URI.create(address)) : Path.of(address);
    }

    /** What the store says of its origin. */
    Provenance provenance() {
        try {
            Path file = remote() ? brought(ActivationStore.PROVENANCE) : folder().resolve(ActivationStore.PROVENANCE);
            return Provenance.fromJson(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw noStore(e);
        }
    }

    /** The files that hold {@code tensor}, with their tokens. */
    List<Part.Shard> shards(String tensor) {
        List<Part.Shard> shards = new ArrayList<>();
        List<String> known = new ArrayList<>();
        int first = 0;
        try {
            for (int i = 0; exists(ActivationStore.shardName(i)); i++) {
                String name = ActivationStore.shardName(i);
                try (Safetensors header = header(name)) {
                    known.addAll(header.tensors().keySet());
                    if (header.has(tensor)) {
                        int tokens = Math.toIntExact(header.info(tensor).shape().get(0));
                        shards.add(new Part.Shard(name, first, tokens));
                        first += tokens;
                    }
                }
            }
        } catch (IOException e) {
            throw noStore(e);
        }
        if (shards.isEmpty()) {
            throw new InputException(
                    address,
                    known.isEmpty() ? "a folder of activations" : tensor,
                    known.isEmpty()
                            ? "no file " + ActivationStore.shardName(0)
                            : String.join(", ", known.stream().distinct().toList()),
                    known.isEmpty()
                            ? "Run capture first, or check the address."
                            : "Choose one of these or capture again.");
        }
        return shards;
    }

    /** d_a of {@code tensor}. */
    int neurons(Part.Shard shard, String tensor) {
        try (Safetensors header = header(shard.name())) {
            return Math.toIntExact(header.info(tensor).shape().get(1));
        } catch (IOException e) {
            throw noStore(e);
        }
    }

    /** The activations of a part; the files stay open as long as this process. */
    ActivationMatrix read(Part part, String tensor, int neurons) {
        List<FileMatrix.Part> parts = new ArrayList<>();
        int from = 0;
        for (Part.Shard shard : part.shards()) {
            parts.add(new FileMatrix.Part(open(shard.name()).floats(tensor), from, shard.tokens()));
            from += shard.tokens();
        }
        FileMatrix whole = new FileMatrix(neurons, from, MatrixLayout.TOKENS_BY_NEURONS, parts);
        return Matrices.tokens(whole, part.first() - part.shards().get(0).first(), part.tokens());
    }

    private static final Map<Path, Safetensors> OPEN = new ConcurrentHashMap<>();

    private Safetensors open(String name) {
        try {
            return OPEN.computeIfAbsent(remote() ? brought(name) : folder().resolve(name), Safetensors::open);
        } catch (IOException e) {
            throw noStore(e);
        }
    }

    private InputException noStore(IOException cause) {
        return new InputException(
                address,
                "a folder of activations that this machine can read",
                cause.toString(),
                "Check the address, and that every machine of the cluster sees it.",
                cause);
    }

    private FileSystem system() throws IOException {
        Configuration hadoop = new Configuration();
        configuration.forEach(hadoop::set);
        return FileSystem.get(URI.create(address), hadoop);
    }

    private org.apache.hadoop.fs.Path at(String name) {
        return new org.apache.hadoop.fs.Path(address + "/" + name);
    }

    private boolean exists(String name) throws IOException {
        return remote() ? system().exists(at(name)) : Files.exists(folder().resolve(name));
    }

    /** The whole file, on this machine. */
    private Path brought(String name) throws IOException {
        String key = address + "/" + name;
        synchronized (BROUGHT) {
            Path known = BROUGHT.get(key);
            if (known == null) {
                known = Files.createTempDirectory(Scratch.folder(), "store-").resolve(name);
                system().copyToLocalFile(false, at(name), new org.apache.hadoop.fs.Path(known.toUri()), true);
                BROUGHT.put(key, known);
            }
            return known;
        }
    }

    /** A file of which only the header need be here: one of the same length, with nothing behind the header. */
    private Safetensors header(String name) throws IOException {
        if (!remote()) {
            return Safetensors.open(folder().resolve(name));
        }
        FileStatus status = system().getFileStatus(at(name));
        Path copy = Files.createTempFile(Scratch.folder(), "header-", ".safetensors");
        try (FSDataInputStream in = system().open(at(name));
                RandomAccessFile out = new RandomAccessFile(copy.toFile(), "rw")) {
            byte[] start = in.readNBytes(Long.BYTES);
            out.write(start);
            long length = start.length < Long.BYTES
                    ? 0
                    : ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
            out.write(in.readNBytes((int) Math.max(0, Math.min(length, status.getLen()))));
            out.setLength(status.getLen());
        }
        return Safetensors.open(copy);
    }

    @Override
    public String toString() {
        return address;
    }
}
