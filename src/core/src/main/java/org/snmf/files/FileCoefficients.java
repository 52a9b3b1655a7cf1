package org.snmf.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.matrix.Coefficients;
import org.snmf.progress.Undisturbed;

/**
 * Coefficients Y (k × n, float32) that stay in a file; only what is asked for is in memory. The file holds panels of
 * {@code width} tokens one after the other, each of them feature by feature: entry (r, t) of panel b, whose w_b tokens begin
 * at b · width, lies at b · width · k + r · w_b + t. With one panel of n tokens that is the plain k × n matrix.
 *
 * <p>Any thread may read, an interrupted one too; different threads may write different entries.
 */
public final class FileCoefficients implements Coefficients, AutoCloseable {
    private static final int CHUNK = 1 << 20;
    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN));

    private final Path place;
    private final OpenFile file;
    private final long begin;
    private final FloatSource source;
    private final int features;
    private final int tokens;
    private final int width;

    private FileCoefficients(
            Path place, OpenFile file, long begin, TensorType type, int features, int tokens, int width) {
        this.place = place;
        this.file = file;
        this.begin = begin;
        this.source = new FloatSource(file, begin, type, ByteOrder.LITTLE_ENDIAN);
        this.features = features;
        this.tokens = tokens;
        this.width = width;
    }

    /**
     * Coefficients of zeros to be written over, in a nameless file that the operating system removes when it is closed, when nothing refers
     * to it any more, or when the process ends in whatever way.
     *
     * @param folder where; it should be on a disk, not in memory
     * @param width tokens in a panel, in [1, n]
     * @throws InputException if the folder cannot be written or has no room for k · n · 4 bytes
     */
    public static FileCoefficients scratch(Path folder, int features, int tokens, int width) {
        long bytes = Float.BYTES * (long) features * tokens;
        requireRoom(folder, bytes);
        try {
            Path file = Files.createTempFile(folder, ".snmf-coefficients-", ".tmp");
            OpenFile opened = OpenFile.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            FileCoefficients y = new FileCoefficients(folder, opened, 0, TensorType.F32, features, tokens, width);
            y.extend(bytes);
            return y;
        } catch (IOException e) {
            throw noRoom(folder, bytes, e.toString(), e);
        }
    }

    /** Where scratch files lie unless a better folder is known: the one for temporary files. */
    public static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Makes the folder if it is missing and looks whether so many bytes fit into it.
     *
     * @throws InputException if they do not, or if the folder cannot be made
     */
    public static void requireRoom(Path folder, long bytes) {
        try {
            Files.createDirectories(folder);
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < bytes) {
                throw noRoom(folder, bytes, mebibytes(room) + " MiB", null);
            }
        } catch (IOException e) {
            throw noRoom(folder, bytes, e.toString(), e);
        }
    }

    /** Gives the file its length, so that what was not written yet reads as zeros. */
    private void extend(long bytes) throws IOException {
        if (bytes > 0) {
            file.write(ByteBuffer.allocate(1), bytes - 1);
        }
    }

    /**
     * The k × n tensor {@code name} of a safetensors file, which stays open.
     *
     * @throws InputException if the file is missing or torn, or the tensor is not a matrix of floating-point numbers
     */
    public static FileCoefficients open(Path file, String name) {
        try (Safetensors in = Safetensors.open(file)) {
            TensorInfo info = in.info(name);
            List<Long> shape = info.shape();
            if (shape.size() != 2 || shape.stream().anyMatch(axis -> axis > Integer.MAX_VALUE)) {
                throw new InputException(file + "#" + name, "a matrix of k rows and n columns", shape.toString(), "");
            }
            int n = Math.toIntExact(shape.get(1));
            return new FileCoefficients(
                    file,
                    OpenFile.toRead(file),
                    info.begin(),
                    info.type(),
                    Math.toIntExact(shape.get(0)),
                    n,
                    Math.max(1, n));
        }
    }

    private static InputException noRoom(Path folder, long bytes, String found, @Nullable IOException cause) {
        return new InputException(
                folder.toString(),
                "a folder with room for " + mebibytes(bytes) + " MiB of coefficients",
                found,
                "Free some space, name a checkpoint in a folder with more (the coefficients then lie beside it), start Java"
                        + " with -Djava.io.tmpdir=FOLDER, or raise the memory budget.",
                cause);
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public float get(int r, int t) {
        return Undisturbed.call(() -> read(r, t, 1)[0]);
    }

    @Override
    public float[] feature(int r) {
        return Undisturbed.call(() -> read(r, 0, tokens));
    }

    @Override
    public float[] token(int t) {
        return Undisturbed.call(() -> {
            float[] column = new float[features];
            for (int r = 0; r < features; r++) {
                column[r] = read(r, t, 1)[0];
            }
            return column;
        });
    }

    /** Reads panel b, k × w_b, into {@code into} from its index 0 on. */
    public void readPanel(int b, FloatBuffer into) {
        source.read(index(0, b * width), into.slice(0, features * size(b)));
    }

    /** Writes panel b, k × w_b, from index 0 of {@code values} on. */
    public void writePanel(int b, FloatBuffer values) {
        write(index(0, b * width), values.slice(0, features * size(b)));
    }

    /** Writes Y[r, from], Y[r, from + 1], … from the rest of {@code values}. */
    public void write(int r, int from, FloatBuffer values) {
        int t = from;
        FloatBuffer rest = values.slice();
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), width - t % width);
            write(index(r, t), rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            t += count;
        }
    }

    private float[] read(int r, int from, int count) {
        if (r < 0 || r >= features || from < 0 || from > tokens - count) {
            throw new IndexOutOfBoundsException("expected an entry of a " + features + " x " + tokens
                    + " matrix, found row " + r + ", column " + from);
        }
        float[] values = new float[count];
        for (int done = 0; done < count; ) {
            int t = from + done;
            int piece = Math.min(count - done, width - t % width);
            source.read(index(r, t), FloatBuffer.wrap(values, done, piece));
            done += piece;
        }
        return values;
    }

    /** Place of entry (r, t) in the file, in entries. */
    private long index(int r, int t) {
        int b = t / width;
        return (long) b * width * features + (long) r * size(b) + t % width;
    }

    private int size(int b) {
        return Math.min(width, tokens - b * width);
    }

    private void write(long first, FloatBuffer values) {
        ByteBuffer scratch = SCRATCH.get();
        long at = begin + first * Float.BYTES;
        try {
            while (values.hasRemaining()) {
                int count = Math.min(values.remaining(), CHUNK / Float.BYTES);
                scratch.clear().limit(count * Float.BYTES);
                scratch.asFloatBuffer().put(values.slice(values.position(), count));
                values.position(values.position() + count);
                file.write(scratch, at);
                at += (long) count * Float.BYTES;
            }
        } catch (IOException e) {
            throw noRoom(
                    place,
                    Float.BYTES * (long) features * tokens,
                    AtomicFile.isFull(e) ? "a full disk" : e.toString(),
                    e);
        }
    }

    /** Closes the file; a scratch file is gone then. */
    @Override
    public void close() {
        file.close();
    }
}
