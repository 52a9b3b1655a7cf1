package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.snmf.errors.InputException;

/**
 * A safetensors file opened for reading. Its header is checked on opening ({@link InputException} on a torn, foreign or
 * contradictory file); data is mapped on demand. Safe for use by several threads until closed; mapped buffers stay valid
 * after closing.
 *
 * <p>Format: <a href="https://github.com/huggingface/safetensors#format">huggingface/safetensors</a>. Gaps between tensors
 * are accepted, overlaps are not.
 */
public final class Safetensors implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private Safetensors(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens {@code file} and checks its header.
     *
     * @throws InputException if the file is missing, truncated, or not a consistent safetensors file
     */
    public static Safetensors open(Path file) {
        FileChannel channel = openChannel(file);
        try {
            return new Safetensors(file, channel, SafetensorsHeader.read(file, channel));
        } catch (IOException | RuntimeException e) {
            close(file, channel);
            if (e instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new UncheckedIOException(file + ": reading the header failed", (IOException) e);
        }
    }

    static FileChannel openChannel(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "a file", "a folder", "Name a file inside it.");
        }
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new InputException(file.toString(), "a file", "nothing", "Check the path.", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a readable file", e.toString(), "Check its permissions.", e);
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** All tensors by name, in the header's order. */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /** The free text entries of the header; empty when there are none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Whether a tensor of this name exists. */
    public boolean has(String name) {
        return header.tensors().containsKey(name);
    }

    /**
     * The tensor {@code name}, not read yet.
     *
     * @throws InputException if there is none; the message lists what there is
     */
    public MappedTensor tensor(String name) {
        return new MappedTensor(file, channel, info(name));
    }

    public FloatSource floats(String name) {
        TensorInfo info = info(name);
        return new FloatSource(file, channel, info.begin(), info.type(), ByteOrder.LITTLE_ENDIAN);
    }

    /** What the header says of tensor {@code name}; throws as {@link #tensor}. */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new InputException(file.toString(), "a tensor named " + name, list(), "Name one of these.");
        }
        return info;
    }

    private String list() {
        if (header.tensors().isEmpty()) {
            return "no tensors";
        }
        String names =
                String.join(", ", header.tensors().keySet().stream().limit(20).toList());
        int more = header.tensors().size() - 20;
        return names + (more > 0 ? " and " + more + " more" : "");
    }

    @Override
    public void close() {
        close(file, channel);
    }

    private static void close(Path file, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": closing failed", e);
        }
    }
}
