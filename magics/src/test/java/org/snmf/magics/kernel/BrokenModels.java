package org.snmf.magics.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Copies of a checkpoint with one fault each. */
public final class BrokenModels {
    private static final String WEIGHTS = "model.safetensors";

    private final Path parent;

    /** @param parent where the copies go */
    public BrokenModels(Path parent) {
        this.parent = parent;
    }

    /** A copy without fault. */
    public Path copy(Path model) {
        try {
            Path copy = Files.createTempDirectory(parent, "model");
            try (Stream<Path> files = Files.list(model)) {
                for (Path file : files.toList()) {
                    Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
            return copy;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes the bytes of the weights. */
    public Path withBytes(Path model, Consumer<ByteBuffer> change) {
        Path copy = copy(model);
        byte[] bytes = read(copy.resolve(WEIGHTS));
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        write(copy.resolve(WEIGHTS), bytes);
        return copy;
    }

    /** Changes the header of the weights. */
    public Path withHeader(Path model, Consumer<ObjectNode> change) {
        Path copy = copy(model);
        byte[] bytes = read(copy.resolve(WEIGHTS));
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        byte[] header = changed(Arrays.copyOfRange(bytes, 8, 8 + length), change);
        ByteBuffer whole =
                ByteBuffer.allocate(bytes.length - length + header.length).order(ByteOrder.LITTLE_ENDIAN);
        whole.putLong(header.length).put(header).put(bytes, 8 + length, bytes.length - 8 - length);
        write(copy.resolve(WEIGHTS), whole.array());
        return copy;
    }

    /** Changes config.json. */
    public Path withConfig(Path model, Consumer<ObjectNode> change) {
        Path copy = copy(model);
        Path config = copy.resolve("config.json");
        write(config, changed(read(config), change));
        return copy;
    }

    /** Leaves a file out. */
    public Path without(Path model, String file) {
        Path copy = copy(model);
        try {
            Files.delete(copy.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return copy;
    }

    private static byte[] changed(byte[] json, Consumer<ObjectNode> change) {
        try {
            ObjectNode node = (ObjectNode) new ObjectMapper().readTree(json);
            change.accept(node);
            return node.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
