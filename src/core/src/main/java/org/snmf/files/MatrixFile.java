package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;

/**
 * A matrix in a file that someone else wrote: {@code A.npy}, {@code A.safetensors} with one tensor, or
 * {@code A.safetensors#tensor}. It stays in the file until closed.
 */
public final class MatrixFile implements AutoCloseable {
    private final OpenFile file;
    private final ActivationMatrix activations;

    private MatrixFile(OpenFile file, ActivationMatrix activations) {
        this.file = file;
        this.activations = activations;
    }

    /**
     * Opens a matrix.
     *
     * @param name path of the file, followed by {@code #tensor} where a safetensors file holds several
     * @param layout which axis counts the tokens
     * @throws InputException if the file is missing, torn, of an unknown kind, or holds no such matrix
     */
    public static MatrixFile open(String name, MatrixLayout layout) {
        int hash = name.lastIndexOf('#');
        Path file = Path.of(hash < 0 ? name : name.substring(0, hash));
        String tensor = hash < 0 ? "" : name.substring(hash + 1);
        OpenFile opened = OpenFile.toRead(file);
        try {
            return file.toString().endsWith(".npy") ? npy(opened, layout) : safetensors(opened, tensor, layout);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new UncheckedIOException(file + ": reading failed", (IOException) e);
        }
    }

    private static MatrixFile npy(OpenFile file, MatrixLayout layout) {
        Npy npy = Npy.read(file);
        return of(file, layout, npy.rows(), npy.columns(), new FloatSource(file, npy.begin(), npy.type(), npy.order()));
    }

    private static MatrixFile safetensors(OpenFile file, String tensor, MatrixLayout layout) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(file);
        String name = tensor;
        if (name.isEmpty() && header.tensors().size() == 1) {
            name = header.tensors().keySet().iterator().next();
        }
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new InputException(
                    file.path().toString(),
                    name.isEmpty() ? "FILE#TENSOR" : "a tensor named " + name,
                    "tensors " + header.tensors().keySet(),
                    "Name one of them after #.");
        }
        if (info.shape().size() != 2 || !info.type().isFloat()) {
            throw new InputException(
                    file.path() + "#" + name,
                    "a matrix of floating-point numbers",
                    info.type() + " of shape " + info.shape(),
                    "Name another tensor.");
        }
        return of(
                file,
                layout,
                info.shape().get(0),
                info.shape().get(1),
                new FloatSource(file, info.begin(), info.type(), ByteOrder.LITTLE_ENDIAN));
    }

    private static MatrixFile of(OpenFile file, MatrixLayout layout, long rows, long columns, FloatSource source) {
        if (rows < 1 || columns < 1 || rows > Integer.MAX_VALUE || columns > Integer.MAX_VALUE) {
            throw new InputException(file.path().toString(), "axes of 1 to 2^31 - 1", rows + " x " + columns, "");
        }
        boolean byNeuron = layout == MatrixLayout.NEURONS_BY_TOKENS;
        int neurons = (int) (byNeuron ? rows : columns);
        int tokens = (int) (byNeuron ? columns : rows);
        return new MatrixFile(
                file, new FileMatrix(neurons, tokens, layout, List.of(new FileMatrix.Part(source, 0, tokens))));
    }

    /** The matrix; usable until this is closed. */
    public ActivationMatrix activations() {
        return activations;
    }

    /** The file's path. */
    public Path file() {
        return file.path();
    }

    @Override
    public void close() {
        file.close();
    }
}
