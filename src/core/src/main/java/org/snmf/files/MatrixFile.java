package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;

/**
 * A matrix in a file that someone else wrote: {@code A.npy}, {@code A.safetensors} or {@code A.npz} with one array, or
 * either followed by {@code #array}. It stays in the file until closed. An array of one axis is one token.
 */
public final class MatrixFile implements AutoCloseable {
    private final Path named;
    private final OpenFile file;
    private final ActivationMatrix activations;

    private MatrixFile(Path named, OpenFile file, ActivationMatrix activations) {
        this.named = named;
        this.file = file;
        this.activations = activations;
    }

    /**
     * Opens a matrix.
     *
     * @param name path of the file, followed by {@code #array} where it holds several
     * @param layout which axis counts the tokens
     * @throws InputException if the file is missing, torn, of an unknown kind, or holds no such matrix
     */
    public static MatrixFile open(String name, MatrixLayout layout) {
        int hash = name.lastIndexOf('#');
        Path file = Path.of(hash < 0 ? name : name.substring(0, hash));
        String tensor = hash < 0 ? "" : name.substring(hash + 1);
        boolean archived = file.toString().endsWith(".npz");
        OpenFile opened = OpenFile.toRead(archived ? ArchivedArray.extract(file, tensor) : file);
        try {
            return archived || file.toString().endsWith(".npy")
                    ? npy(file, opened, layout)
                    : safetensors(opened, tensor, layout);
        } catch (IOException | RuntimeException e) {
            close(file, opened);
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new UncheckedIOException(file + ": reading failed", (IOException) e);
        }
    }

    private static MatrixFile npy(Path named, OpenFile file, MatrixLayout layout) {
        Npy npy = Npy.read(file, named);
        FloatSource source = new FloatSource(file, npy.begin(), npy.type(), npy.order());
        return of(named, file, layout, npy.shape(), source);
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
        if (info.shape().isEmpty() || info.shape().size() > 2 || !info.type().isFloat()) {
            throw new InputException(
                    file.path() + "#" + name,
                    "a matrix of floating-point numbers",
                    info.type() + " of shape " + info.shape(),
                    "Name another tensor.");
        }
        FloatSource source = new FloatSource(file, info.begin(), info.type(), ByteOrder.LITTLE_ENDIAN);
        return of(file.path(), file, layout, info.shape(), source);
    }

    private static MatrixFile of(Path named, OpenFile file, MatrixLayout layout, List<Long> shape, FloatSource source) {
        boolean oneToken = shape.size() == 1;
        boolean asRow = oneToken && layout == MatrixLayout.TOKENS_BY_NEURONS;
        long rows = asRow ? 1 : shape.get(0);
        long columns = asRow ? shape.get(0) : oneToken ? 1 : shape.get(1);
        if (rows < 1 || columns < 1 || rows > Integer.MAX_VALUE || columns > Integer.MAX_VALUE) {
            throw new InputException(named.toString(), "axes of 1 to 2^31 - 1", rows + " x " + columns, "");
        }
        boolean byNeuron = layout == MatrixLayout.NEURONS_BY_TOKENS;
        int neurons = (int) (byNeuron ? rows : columns);
        int tokens = (int) (byNeuron ? columns : rows);
        return new MatrixFile(
                named, file, new FileMatrix(neurons, tokens, layout, List.of(new FileMatrix.Part(source, 0, tokens))));
    }

    /** The matrix; usable until this is closed. */
    public ActivationMatrix activations() {
        return activations;
    }

    /** The file's path. */
    public Path file() {
        return named;
    }

    @Override
    public void close() {
        close(named, file);
    }

    private static void close(Path named, OpenFile file) {
        file.close();
        if (!file.path().equals(named)) {
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException e) {
                throw new UncheckedIOException(file.path() + ": could not be deleted", e);
            }
        }
    }
}
