package org.snmf.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file as a stream: the tensors are declared first, then their elements follow in the declared order
 * and in as many pieces as wanted. The file appears under its name only by {@link #commit()}, which forces it to disk and
 * renames it; closing without commit leaves what stood there before and removes the temporary file.
 */
public final class SafetensorsWriter implements AutoCloseable {
    /**
     * A tensor to be written.
     *
     * @param name unique name
     * @param type element type
     * @param shape sizes of the axes
     */
    public record Spec(String name, TensorType type, List<Long> shape) {
        public Spec {
            shape = List.copyOf(shape);
        }

        /** A spec with the shape given as numbers. */
        public static Spec of(String name, TensorType type, long... shape) {
            return new Spec(name, type, Arrays.stream(shape).boxed().toList());
        }

        public long bytes() {
            return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        }
    }

    private static final int CHUNK = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicFile target;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private long missing;

    private SafetensorsWriter(AtomicFile target, long bytes) {
        this.target = target;
        this.missing = bytes;
    }

    /**
     * Starts a file with these tensors. Metadata is written in the order of its keys, so that equal content gives equal
     * bytes.
     */
    public static SafetensorsWriter create(Path file, Map<String, String> metadata, List<Spec> specs) {
        ByteBuffer header = header(metadata, specs);
        long bytes = specs.stream().mapToLong(Spec::bytes).sum();
        AtomicFile target = AtomicFile.create(file);
        SafetensorsWriter writer = new SafetensorsWriter(target, bytes);
        try {
            target.write(header);
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
        return writer;
    }

    /** The header of a file with these tensors, one after the other, as all that stands before their elements. */
    public static ByteBuffer header(Map<String, String> metadata, List<Spec> specs) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode entries = root.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(entries::put);
        }
        long at = 0;
        for (Spec spec : specs) {
            if (root.has(spec.name())) {
                throw new IllegalArgumentException("tensor " + spec.name() + " declared twice");
            }
            ObjectNode node =
                    root.putObject(spec.name()).put("dtype", spec.type().name());
            spec.shape().forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(at).add(at + spec.bytes());
            at += spec.bytes();
        }
        byte[] header = root.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(header);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        return start.flip();
    }

    /** Writes the rest of {@code values}, whose position ends at its limit. */
    public void write(FloatBuffer values) {
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), CHUNK / Float.BYTES);
            FloatBuffer piece = values.slice(values.position(), count);
            values.position(values.position() + count);
            chunk.clear();
            chunk.asFloatBuffer().put(piece);
            take(chunk.limit(count * Float.BYTES));
        }
    }

    /** Writes all of {@code values}. */
    public void write(float[] values) {
        write(FloatBuffer.wrap(values));
    }

    /** Writes all of {@code values}. */
    public void write(int[] values) {
        for (int from = 0; from < values.length; from += CHUNK / Integer.BYTES) {
            int count = Math.min(values.length - from, CHUNK / Integer.BYTES);
            chunk.clear();
            chunk.asIntBuffer().put(values, from, count);
            take(chunk.limit(count * Integer.BYTES));
        }
    }

    /** Writes the rest of {@code bytes}, which must be little-endian elements already. */
    public void write(ByteBuffer bytes) {
        take(bytes);
    }

    private void take(ByteBuffer bytes) {
        if (bytes.remaining() > missing) {
            throw new IllegalStateException(
                    target.file() + ": expected " + missing + " more bytes, found " + bytes.remaining());
        }
        missing -= bytes.remaining();
        target.write(bytes);
    }

    /**
     * Makes the file appear under its name.
     *
     * @throws IllegalStateException if not all declared elements were written
     */
    public void commit() {
        if (missing != 0) {
            throw new IllegalStateException(target.file() + ": " + missing + " declared bytes were not written");
        }
        target.commit();
    }

    @Override
    public void close() {
        target.close();
    }
}
