package org.snmf.experiments.dictionary.published;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.files.python.NamedArrays;

/** The tensors of a dictionary, checked for shape and for numbers that are none; remembers which were used. */
public final class Tensors implements AutoCloseable {
    /** Which axis of a matrix counts the latents. */
    enum Latents {
        /** [m, d]. */
        FIRST,
        /** [d, m]. */
        LAST
    }

    private final NamedArrays arrays;
    private final Set<String> used = new TreeSet<>();

    Tensors(NamedArrays arrays) {
        this.arrays = arrays;
    }

    NamedArrays arrays() {
        return arrays;
    }

    boolean has(String name) {
        return arrays.names().contains(name);
    }

    /** The first of these names that there is. */
    Optional<String> anyOf(String... names) {
        return List.of(names).stream().filter(this::has).findFirst();
    }

    /**
     * The first of these names that there is.
     *
     * @throws InputException if there is none of them
     */
    String named(String... names) {
        return anyOf(names)
                .orElseThrow(() -> new InputException(
                        arrays.file().toString(),
                        "a tensor named " + String.join(" or ", names),
                        "only " + String.join(", ", arrays.names()),
                        "This may be a dictionary of another format; name it with --format."));
    }

    long[] shape(String name) {
        return arrays.shape(name).stream().mapToLong(Long::longValue).toArray();
    }

    /** Widths of a dictionary: input, latents, output. */
    record Widths(int input, int latents, int output) {}

    /** Widths as the two matrices have them. */
    Widths widths(String encoder, Latents encoderAxis, String decoder, Latents decoderAxis) {
        long[] e = shape(encoder);
        long[] d = shape(decoder);
        if (e.length != 2 || d.length != 2 || e[0] < 1 || e[1] < 1 || d[0] < 1 || d[1] < 1) {
            throw new InputException(
                    arrays.file().toString(),
                    "two matrices " + encoder + " and " + decoder,
                    "shapes " + arrays.shape(encoder) + " and " + arrays.shape(decoder),
                    "");
        }
        long m = encoderAxis == Latents.FIRST ? e[0] : e[1];
        long other = decoderAxis == Latents.FIRST ? d[0] : d[1];
        if (m != other) {
            throw new InputException(
                    arrays.file().toString(),
                    "the same number of latents in both matrices",
                    encoder + " of shape " + arrays.shape(encoder) + " and " + decoder + " of shape "
                            + arrays.shape(decoder),
                    "The file is damaged, or of another format; name it with --format.");
        }
        requireMemory(e[0] * e[1] + d[0] * d[1]);
        return new Widths((int) (encoderAxis == Latents.FIRST ? e[1] : e[0]), (int) m, (int)
                (decoderAxis == Latents.FIRST ? d[1] : d[0]));
    }

    /** Beside the matrices, a third one is held while it is turned. */
    private void requireMemory(long numbers) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        long needed = numbers * Float.BYTES * 2;
        if (needed > free) {
            throw new InputException(
                    arrays.file().toString(),
                    "memory for " + (needed >> 20) + " MiB, the dictionary in float32 and one copy of it",
                    (free >> 20) + " MiB",
                    "Give the virtual machine more, as with -Xmx, or take a narrower dictionary.");
        }
    }

    /** Numbers of a vector of this length. */
    float[] vector(String name, int length) {
        return vector(name, length, false);
    }

    /** As {@link #vector}; numbers may be infinite, as thresholds of latents that are never active. */
    float[] thresholds(String name, int length) {
        return vector(name, length, true);
    }

    private float[] vector(String name, int length, boolean infinite) {
        long[] shape = shape(name);
        if (shape.length != 1 || shape[0] != length) {
            throw new InputException(
                    arrays.file() + "#" + name,
                    "shape [" + length + "]",
                    arrays.shape(name).toString(),
                    "");
        }
        used.add(name);
        return finite(name, arrays.floats(name), infinite);
    }

    /** A vector, or zeros where there is none. */
    float[] vectorOrZeros(Optional<String> name, int length) {
        return name.map(n -> vector(n, length)).orElseGet(() -> new float[length]);
    }

    /** A single number. */
    float scalar(String name) {
        used.add(name);
        if (arrays.shape(name).stream().anyMatch(axis -> axis != 1)) {
            throw new InputException(arrays.file() + "#" + name, "one number", "shape " + arrays.shape(name), "");
        }
        return finite(name, arrays.floats(name), true)[0];
    }

    /** A matrix with one row a latent, or an output. */
    RowMatrix matrix(String name, Latents axis) {
        long[] shape = shape(name);
        used.add(name);
        RowMatrix matrix = new RowMatrix(finite(name, arrays.floats(name), false), (int) shape[0], (int) shape[1]);
        return axis == Latents.FIRST ? matrix : matrix.transposed();
    }

    /** A matrix that must have these sizes in the file. */
    RowMatrix matrix(String name, int rows, int columns) {
        long[] shape = shape(name);
        if (shape.length != 2 || shape[0] != rows || shape[1] != columns) {
            throw new InputException(
                    arrays.file() + "#" + name,
                    "shape [" + rows + ", " + columns + "]",
                    arrays.shape(name).toString(),
                    "");
        }
        return matrix(name, Latents.FIRST);
    }

    private float[] finite(String name, float[] values, boolean infinite) {
        int wrong = 0;
        for (float value : values) {
            wrong += infinite ? (Float.isNaN(value) ? 1 : 0) : (Float.isFinite(value) ? 0 : 1);
        }
        if (wrong > 0) {
            throw new InputException(
                    arrays.file() + "#" + name,
                    "finite numbers",
                    wrong + " of " + values.length + " that are not (NaN or infinite)",
                    "The file is damaged; fetch it again, or ask its publisher.");
        }
        return values;
    }

    /** Counts a tensor as used that is rightly left aside. */
    void leaveAside(String name) {
        used.add(name);
    }

    /** Tensors of the file that nothing was done with. */
    List<String> unused() {
        return arrays.names().stream().filter(name -> !used.contains(name)).toList();
    }

    @Override
    public void close() {
        arrays.close();
    }
}
