package org.snmf.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;

/**
 * The header of a safetensors file, checked before any data is touched: 8 bytes little-endian header length, the header
 * as JSON, the data. Every tensor must have a known type, a range within the data that fits its shape, and share no
 * byte with another.
 */
record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    private static final String DAMAGED = "The file is damaged; fetch or write it again.";
    private static final String METADATA = "__metadata__";
    private static final long LONGEST = 100_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static SafetensorsHeader read(OpenFile opened) throws IOException {
        Path file = opened.path();
        long size = opened.size();
        if (size < Long.BYTES) {
            throw torn(file, "at least 8 bytes of header length", size + " bytes");
        }
        long length =
                bytes(opened, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (length < 2 || length > LONGEST) {
            throw new InputException(
                    file.toString(),
                    "a safetensors header of 2 to " + LONGEST + " bytes",
                    "a header length of " + Long.toUnsignedString(length),
                    "Check that this is a safetensors file and not a pickle or a pointer to one.");
        }
        if (length > size - Long.BYTES) {
            throw torn(
                    file,
                    "a header of " + length + " bytes",
                    "only " + (size - Long.BYTES) + " bytes after its length");
        }
        String text = StandardCharsets.UTF_8
                .decode(bytes(opened, Long.BYTES, (int) length))
                .toString();
        return parse(file, text, Long.BYTES + length, size);
    }

    private static ByteBuffer bytes(OpenFile file, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        file.read(buffer, from);
        return buffer.flip();
    }

    private static SafetensorsHeader parse(Path file, String text, long data, long size) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file.toString(),
                    "a JSON header",
                    "text that is not JSON: " + e.getOriginalMessage(),
                    "Check that this is a safetensors file.",
                    e);
        }
        if (!root.isObject()) {
            throw new InputException(
                    file.toString(),
                    "a JSON object as header",
                    root.getNodeType().toString(),
                    DAMAGED);
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.properties().forEach(entry -> {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data, size));
            }
        });
        checkOverlap(file, tensors.values());
        return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
    }

    private static TensorInfo tensor(Path file, String name, JsonNode node, long data, long size) {
        String where = file + "#" + name;
        TensorType type = TensorType.named(node.path("dtype").asText())
                .orElseThrow(() -> new InputException(
                        where,
                        "a dtype of " + List.of(TensorType.values()),
                        node.path("dtype").toString(),
                        "Convert the tensor to a type of that list."));
        JsonNode shapeNode = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!shapeNode.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new InputException(where, "a shape and two data_offsets", node.toString(), DAMAGED);
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        long needed;
        for (JsonNode axis : shapeNode) {
            if (!axis.isIntegralNumber() || axis.asLong() < 0) {
                throw new InputException(
                        where, "axes that are whole numbers of at least 0", shapeNode.toString(), DAMAGED);
            }
            shape.add(axis.asLong());
        }
        try {
            for (long axis : shape) {
                elements = Math.multiplyExact(elements, axis);
            }
            needed = type.bytes(elements);
        } catch (ArithmeticException e) {
            throw new InputException(where, "a shape below 2^63 bytes", shapeNode.toString(), DAMAGED, e);
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        if (begin < 0 || end < begin || end - begin != needed) {
            throw new InputException(where, needed + " bytes for " + type + shape, "data_offsets " + offsets, DAMAGED);
        }
        if (end > size - data) {
            throw torn(file, "data of " + name + " up to byte " + (data + end), "an end at byte " + size);
        }
        return new TensorInfo(name, type, shape, data + begin, needed);
    }

    private static void checkOverlap(Path file, Iterable<TensorInfo> tensors) {
        List<TensorInfo> sorted = new ArrayList<>();
        tensors.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::bytes));
        for (int i = 1; i < sorted.size(); i++) {
            TensorInfo before = sorted.get(i - 1);
            if (before.begin() + before.bytes() > sorted.get(i).begin()) {
                throw new InputException(
                        file.toString(),
                        "tensors that share no byte",
                        before.name() + " and " + sorted.get(i).name() + " overlapping at byte "
                                + sorted.get(i).begin(),
                        DAMAGED);
            }
        }
    }

    private static InputException torn(Path file, String expected, String found) {
        return new InputException(file.toString(), expected, found, "The file is truncated; fetch or write it again.");
    }
}
