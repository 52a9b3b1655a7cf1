package org.snmf.experiments.steer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/** Keeps finished directions in a JSON file, so that work that was stopped goes on where it was. */
public final class SteeringFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<SteeredDirection> directions = new ArrayList<>();
    private String key = "";

    /** What the file holds. */
    private record Content(String key, List<SteeredDirection> directions) {}

    private SteeringFile(Path file) {
        this.file = file;
    }

    /**
     * Opens a file, or names one that is to be written.
     *
     * @throws InputException if there is a file which is no such one
     */
    public static SteeringFile of(Path file) {
        SteeringFile kept = new SteeringFile(file);
        if (Files.exists(file)) {
            try {
                Content content = JSON.readValue(file.toFile(), Content.class);
                kept.key = content.key();
                kept.directions.addAll(content.directions());
            } catch (IOException e) {
                throw new InputException(file.toString(), "texts of steering", "other content", "Remove it.", e);
            }
        }
        return kept;
    }

    void begin(String wanted) {
        if (!directions.isEmpty() && !key.equals(wanted)) {
            throw new InputException(
                    file.toString(),
                    "texts of this model, layer and options",
                    "texts of others",
                    "Give another file, or the options that it was made with.");
        }
        key = wanted;
    }

    /** Directions that are finished. */
    public int size() {
        return directions.size();
    }

    Optional<SteeredDirection> find(String method, int index, String vector) {
        return directions.stream()
                .filter(one -> one.method().equals(method)
                        && one.index() == index
                        && one.vector().equals(vector))
                .findFirst();
    }

    void add(SteeredDirection one) {
        directions.add(one);
        try {
            AtomicFile.write(file, JSON.writeValueAsString(new Content(key, directions)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        }
    }
}
