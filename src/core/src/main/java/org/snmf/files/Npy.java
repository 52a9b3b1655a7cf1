package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.errors.InputException;

/**
 * A two-dimensional NumPy array file: versions 1 to 3, C order, float32 or float64 of either byte order.
 *
 * <p>Format: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
record Npy(long rows, long columns, TensorType type, ByteOrder order, long begin) {
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    static Npy read(Path file, FileChannel channel) {
        try {
            ByteBuffer start = bytes(file, channel, 0, 12).order(ByteOrder.LITTLE_ENDIAN);
            if (start.get(0) != (byte) 0x93 || start.get(1) != 'N' || start.get(5) != 'Y') {
                throw new InputException(
                        file.toString(), "a .npy file", "other contents", "Save the array with numpy.save.");
            }
            boolean first = start.get(6) == 1;
            long length = first ? Short.toUnsignedLong(start.getShort(8)) : Integer.toUnsignedLong(start.getInt(8));
            long begin = (first ? 10 : 12) + length;
            if (begin > channel.size() || length > 1 << 20) {
                throw truncated(file, "a header of " + length + " bytes", channel.size() + " bytes in all");
            }
            String header = StandardCharsets.UTF_8
                    .decode(bytes(file, channel, first ? 10 : 12, (int) length))
                    .toString();
            return parse(file, header, begin, channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": reading the header failed", e);
        }
    }

    private static Npy parse(Path file, String header, long begin, long size) {
        String descr = find(file, DESCR, header, "descr");
        TensorType type =
                switch (descr.isEmpty() ? "" : descr.substring(1)) {
                    case "f4" -> TensorType.F32;
                    case "f8" -> TensorType.F64;
                    case "f2" -> TensorType.F16;
                    default ->
                        throw new InputException(
                                file.toString(),
                                "dtype float32, float64 or float16",
                                descr,
                                "Convert it with astype('float32').");
                };
        if (find(file, FORTRAN, header, "fortran_order").equals("True")) {
            throw new InputException(
                    file.toString(),
                    "C order",
                    "Fortran order",
                    "Save numpy.ascontiguousarray(a) instead, or its transpose with the other layout.");
        }
        String shape = find(file, SHAPE, header, "shape").trim();
        String[] axes = shape.isEmpty() ? new String[0] : shape.split("\\s*,\\s*");
        if (axes.length != 2) {
            throw new InputException(file.toString(), "two axes", "shape (" + shape + ")", "Save a matrix.");
        }
        long rows = Long.parseLong(axes[0].trim());
        long columns = Long.parseLong(axes[1].trim());
        long needed = begin + rows * columns * type.bytes();
        if (size < needed) {
            throw truncated(file, needed + " bytes for " + rows + " x " + columns + " of " + descr, size + " bytes");
        }
        return new Npy(
                rows, columns, type, descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, begin);
    }

    private static String find(Path file, Pattern pattern, String header, String what) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new InputException(file.toString(), "a header with " + what, header.trim(), "");
        }
        return matcher.group(1);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw truncated(file, count + " bytes at " + from, "the end of the file");
            }
        }
        return buffer.flip();
    }

    private static InputException truncated(Path file, String expected, String found) {
        return new InputException(file.toString(), expected, found, "The file is truncated; write it again.");
    }
}
