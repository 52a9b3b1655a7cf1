package org.snmf.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.errors.InputException;

/**
 * A NumPy array file of one or two axes: versions 1 to 3, C order, floating-point numbers of either byte order.
 *
 * <p>Format: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
public record Npy(List<Long> shape, TensorType type, ByteOrder order, long begin) {
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    /** Some writers hand NumPy's own whole numbers on, which NumPy 2 writes as {@code np.int64(3)}. */
    private static final Pattern SCALAR = Pattern.compile("(?:np|numpy)\\.u?int(?:\\d+|p)?\\((\\d+)\\)");

    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(((?:[^()]++|\\([^()]*+\\))*+)\\)");

    /** @param file what to call it in messages */
    static Npy read(OpenFile opened, Path file) {
        try {
            ByteBuffer start = bytes(opened, 0, 12).order(ByteOrder.LITTLE_ENDIAN);
            if (start.get(0) != (byte) 0x93 || start.get(1) != 'N' || start.get(5) != 'Y') {
                throw new InputException(
                        file.toString(), "a .npy file", "other contents", "Save the array with numpy.save.");
            }
            boolean first = start.get(6) == 1;
            long length = first ? Short.toUnsignedLong(start.getShort(8)) : Integer.toUnsignedLong(start.getInt(8));
            long begin = (first ? 10 : 12) + length;
            if (begin > opened.size() || length > 1 << 20) {
                throw truncated(file, "a header of " + length + " bytes", opened.size() + " bytes in all");
            }
            String header = StandardCharsets.UTF_8
                    .decode(bytes(opened, first ? 10 : 12, (int) length))
                    .toString();
            return parse(file, header, begin, opened.size());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": reading the header failed", e);
        }
    }

    private static Npy parse(Path file, String text, long begin, long size) {
        Header header = Header.parse(file.toString(), text);
        TensorType type = header.type();
        if (!type.isFloat()) {
            throw new InputException(
                    file.toString(),
                    "dtype float32, float64 or float16",
                    header.descr(),
                    "Convert it with astype('float32').");
        }
        if (header.fortranOrder()) {
            throw new InputException(
                    file.toString(),
                    "C order",
                    "Fortran order",
                    "Save numpy.ascontiguousarray(a) instead, or its transpose with the other layout.");
        }
        if (header.shape().isEmpty() || header.shape().size() > 2) {
            throw new InputException(
                    file.toString(),
                    "two axes, or one for one token",
                    "shape " + header.shape(),
                    "Save a matrix; reshape(-1, a.shape[-1]) makes one of batches of tokens.");
        }
        long needed = begin + header.bytes();
        if (size < needed) {
            throw truncated(
                    file, needed + " bytes for shape " + header.shape() + " of " + header.descr(), size + " bytes");
        }
        return new Npy(header.shape(), type, header.order(), begin);
    }

    /**
     * What the header of an array says.
     *
     * @param descr NumPy's name of the element type, such as {@code <f4}
     * @param type element type
     * @param order byte order of the elements
     * @param fortranOrder whether the first axis runs fastest
     * @param shape sizes of the axes; empty for a scalar
     */
    public record Header(String descr, TensorType type, ByteOrder order, boolean fortranOrder, List<Long> shape) {
        public Header {
            shape = List.copyOf(shape);
        }

        /** Bytes of the elements: product of the shape times the size of one. */
        public long bytes() {
            long bytes = type.bytes();
            for (long axis : shape) {
                bytes = Math.multiplyExact(bytes, axis);
            }
            return bytes;
        }

        /**
         * Reads the text of a header, a Python dictionary.
         *
         * @param where the file, for messages
         * @throws InputException if an entry is missing, the element type is none of numbers, or an axis is no length
         */
        public static Header parse(String where, String text) {
            String descr = find(where, DESCR, text, "a plain descr such as '<f4'");
            boolean fortran = find(where, FORTRAN, text, "fortran_order").equals("True");
            String axes = SCALAR.matcher(find(where, SHAPE, text, "shape"))
                    .replaceAll("$1")
                    .trim();
            List<Long> shape = new ArrayList<>();
            long elements = 1;
            for (String axis : axes.isEmpty() ? new String[0] : axes.split("\\s*,\\s*")) {
                if (!axis.matches("\\d{1,18}")) {
                    throw new InputException(where, "axes that are whole numbers", "shape (" + axes + ")", "");
                }
                shape.add(Long.parseLong(axis));
                try {
                    elements = Math.multiplyExact(elements, 8 * Math.max(1, Long.parseLong(axis))) / 8;
                } catch (ArithmeticException e) {
                    throw new InputException(where, "fewer than 2^60 elements", "shape (" + axes + ")", "", e);
                }
            }
            return new Header(
                    descr,
                    type(where, descr),
                    descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                    fortran,
                    shape);
        }

        private static TensorType type(String where, String descr) {
            return switch (descr.isEmpty() ? "" : descr.substring(1)) {
                case "f4" -> TensorType.F32;
                case "f8" -> TensorType.F64;
                case "f2" -> TensorType.F16;
                case "i8" -> TensorType.I64;
                case "i4" -> TensorType.I32;
                case "i2" -> TensorType.I16;
                case "i1" -> TensorType.I8;
                case "u1" -> TensorType.U8;
                case "b1" -> TensorType.BOOL;
                default ->
                    throw new InputException(
                            where,
                            "dtype float32, float64 or float16",
                            descr.endsWith("O") ? descr + ", pickled Python objects" : descr,
                            "Convert it with astype('float32').");
            };
        }
    }

    private static String find(String where, Pattern pattern, String header, String what) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            String shown = header.trim();
            throw new InputException(
                    where, "a header with " + what, shown.substring(0, Math.min(200, shown.length())), "");
        }
        return matcher.group(1);
    }

    private static ByteBuffer bytes(OpenFile file, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        file.read(buffer, from);
        return buffer.flip();
    }

    private static InputException truncated(Path file, String expected, String found) {
        return new InputException(file.toString(), expected, found, "The file is truncated; write it again.");
    }
}
