package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
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
    private final OpenFile file;
    private final SafetensorsHeader header;

    private Safetensors(OpenFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Opens {@code file} and checks its header.
     *
     * @throws InputException if the file is missing, truncated, or not a consistent safetensors file
     */
    public static Safetensors open(Path file) {
        OpenFile opened = OpenFile.toRead(file);
        try {
            return new Safetensors(opened, SafetensorsHeader.read(opened));
        } catch (IOException | RuntimeException e) {
            opened.close();
            if (e instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new UncheckedIOException(file + ": reading the header failed", (IOException) e);
        }
    }

    /** The file. */
    public Path file() {
        return file.path();
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
        return new MappedTensor(file, info(name));
    }

    public FloatSource floats(String name) {
        TensorInfo info = info(name);
        return new FloatSource(file, info.begin(), info.type(), ByteOrder.LITTLE_ENDIAN);
    }

    /** What the header says of tensor {@code name}; throws as {@link #tensor}. */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new InputException(file.path().toString(), "a tensor named " + name, list(), "Name one of these.");
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
        file.close();
    }
}
