package org.snmf.bench.faults;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Damages files where their readers look. An archive keeps its checksums, and the header of a safetensors or {@code .npy}
 * file its length, most of the time: otherwise a reader's first check would refuse nearly all of them.
 */
final class Mutation {
    private static final int DEEPEST = 20_000;
    private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern STRING = Pattern.compile("\"[^\"\\\\]*\"");
    private static final Pattern VALUE =
            Pattern.compile("-?\\d[\\d.eE+-]*|\"[^\"\\\\]*\"(?!\\s*:)|true|false|null|\\[]|\\{}");
    private static final Pattern ENTRY =
            Pattern.compile("\"[^\"\\\\]*\"\\s*:\\s*(-?[\\d.]+|\"[^\"\\\\]*\"|true|false|null)");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "2",
            "2147483647",
            "-2147483648",
            "4294967296",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551616",
            "1e999",
            "-1e999",
            "1e-320",
            "0.5",
            "1000000000",
            "99999999999999999999999999999999");
    private static final List<String> VALUES = List.of(
            "null", "true", "[]", "{}", "\"\"", "[null]", "{\"a\":{}}", "\"\\ud800\"", "NaN", "[[],[1]]", "0", "-1");
    private static final List<String> MARKS = List.of(
            "\"",
            "'",
            "\\",
            "%",
            "%%",
            "\n",
            "\r\n",
            "\u0000",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"\"\"",
            "/*",
            "//",
            "\ud83d\ude00");
    private static final long[] LENGTHS = {
        -1,
        0,
        1,
        0x7f,
        0xff,
        0x7fff,
        0xffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffffffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final SplittableRandom random;

    Mutation(SplittableRandom random) {
        this.random = random;
    }

    /** A damaged copy of {@code whole}: one to three changes. */
    byte[] of(byte[] whole) {
        byte[] damaged = whole;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0 || random.nextInt(5) == 0) {
            return raw(bytes);
        }
        if (bytes[0] == 'P' && bytes.length > 4 && bytes[1] == 'K') {
            return archive(bytes);
        }
        if (bytes.length > 10 && Arrays.equals(bytes, 0, NPY.length, NPY, 0, NPY.length)) {
            int header = Short.toUnsignedInt(little(bytes).getShort(8));
            return header + 10 > bytes.length ? raw(bytes) : headed(bytes, 10, header);
        }
        if (bytes.length > 9 && bytes[8] == '{') {
            long header = little(bytes).getLong(0);
            return header < 0 || header + 8 > bytes.length ? raw(bytes) : headed(bytes, 8, (int) header);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.contains("\ufffd") ? raw(bytes) : text(text).getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Changes the text of a header, whose length stands in front of it, or the data behind it. */
    private byte[] headed(byte[] bytes, int from, int length) {
        byte[] header = Arrays.copyOfRange(bytes, from, from + length);
        byte[] data = Arrays.copyOfRange(bytes, from + length, bytes.length);
        if (random.nextInt(3) == 0) {
            data = raw(data);
        } else {
            header = text(new String(header, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer all = ByteBuffer.allocate(from + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put(bytes, 0, from).put(header).put(data);
        if (from == 8) {
            all.putLong(0, header.length);
        } else {
            all.putShort(8, (short) header.length);
        }
        return all.array();
    }

    /** Changes one entry of an archive; entries keep their checksums. */
    private byte[] archive(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int chosen = random.nextInt(4);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            int at = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                put(zip, entry.getName(), at++ == chosen ? once(content) : content, random.nextInt(8) > 0);
            }
        } catch (IOException | IllegalArgumentException e) {
            return raw(bytes);
        }
        return out.toByteArray();
    }

    static void put(ZipOutputStream zip, String name, byte[] content, boolean stored) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (stored) {
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Flips, cuts, doubles or overwrites bytes, the last with lengths that no file has. */
    private byte[] raw(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        byte[] copy = bytes.clone();
        int at = random.nextInt(bytes.length);
        int count = 1 + random.nextInt(Math.min(64, bytes.length));
        switch (random.nextInt(5)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                int from = random.nextInt(bytes.length - count + 1);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(bytes, 0, at);
                out.write(bytes, from, count);
                int on = random.nextBoolean() ? at : Math.min(bytes.length, at + count);
                out.write(bytes, on, bytes.length - on);
                return out.toByteArray();
            }
            default -> {
                byte[] length = ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(LENGTHS[random.nextInt(LENGTHS.length)])
                        .array();
                int width = Math.min(1 << random.nextInt(4), bytes.length - at);
                System.arraycopy(length, 0, copy, at, width);
            }
        }
        return copy;
    }

    private String text(String text) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> replaced(text, NUMBER, old -> any(NUMBERS));
            case 2 -> replaced(text, VALUE, old -> any(VALUES));
            case 3 -> replaced(text, VALUE, this::nested);
            case 4 -> replaced(text, ENTRY, old -> old + "," + old);
            case 5 -> replaced(text, STRING, old -> other(text));
            case 6 -> replaced(text, ENTRY, old -> "\"a\":0");
            case 7 -> inserted(text, any(MARKS));
            default -> spliced(text);
        };
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String nested(String old) {
        int depth = random.nextInt(1, random.nextInt(10) == 0 ? DEEPEST : 8);
        return random.nextBoolean()
                ? "[".repeat(depth) + old + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + old + "}".repeat(depth);
    }

    /** Another string of the text, or a long one. */
    private String other(String text) {
        List<MatchResult> strings = STRING.matcher(text).results().toList();
        return random.nextInt(4) == 0
                ? "\"" + "x".repeat(random.nextInt(5000)) + "\""
                : strings.get(random.nextInt(strings.size())).group();
    }

    private String inserted(String text, String mark) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + mark + text.substring(at);
    }

    /** A piece of the text a second time elsewhere, or left out. */
    private String spliced(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(40));
        return random.nextBoolean()
                ? text.substring(0, from) + text.substring(to)
                : inserted(text, text.substring(from, to));
    }

    private String replaced(String text, Pattern what, UnaryOperator<String> by) {
        List<MatchResult> places = what.matcher(text).results().toList();
        if (places.isEmpty()) {
            return spliced(text);
        }
        MatchResult place = places.get(random.nextInt(places.size()));
        return text.substring(0, place.start()) + by.apply(place.group()) + text.substring(place.end());
    }
}
