package org.snmf.files.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snmf.errors.InputException;

/** The arrays of one file by name, read one at a time. Close it. One thread at a time. */
public interface NamedArrays extends AutoCloseable {
    /** The file. */
    Path file();

    /** Names of the arrays, in the file's order. */
    Set<String> names();

    /**
     * Sizes of the axes; empty for a scalar.
     *
     * @throws InputException if there is no such array
     */
    List<Long> shape(String name);

    /**
     * All numbers of an array as float32, the last axis fastest: a fresh array. 16-bit numbers are widened, float64 and
     * whole numbers rounded.
     *
     * @throws InputException if there is no such array, its bytes are missing or damaged, or it has 2^31 numbers or more
     */
    float[] floats(String name);

    /** What the file holds beside arrays: numbers, strings, truth values by dotted name. */
    Map<String, Object> values();

    @Override
    void close();

    /**
     * Opens a safetensors, {@code .npz} or PyTorch file by its ending.
     *
     * @throws InputException if it is missing, damaged, of another kind, or a pickle that holds more than arrays and plain
     *     values
     */
    static NamedArrays open(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            return SafetensorsArrays.open(file);
        }
        if (name.endsWith(".npz")) {
            return NumpyArchive.open(file);
        }
        if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".bin")) {
            return TorchArchive.open(file);
        }
        throw new InputException(
                file.toString(), "a file that ends in .safetensors, .npz, .pt or .pth", "another ending", "");
    }
}
