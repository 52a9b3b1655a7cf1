package org.snmf.magics.kernel.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;

/** Files of cells: a notebook, or a text that is one cell. */
final class CellFiles {
    private CellFiles() {}

    /** The code cells of {@code file} in order. */
    static List<String> cells(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "%load",
                    "a notebook or a text of Java",
                    "no file " + file.toAbsolutePath(),
                    "Name the file as seen from " + Path.of("").toAbsolutePath() + ".");
        }
        try {
            return file.toString().endsWith(".ipynb") ? notebook(file) : List.of(Files.readString(file));
        } catch (IOException e) {
            throw new InputException(
                    "%load " + file,
                    "a notebook or a text of Java",
                    String.valueOf(e.getMessage()),
                    "Check the file.",
                    e);
        }
    }

    private static List<String> notebook(Path file) throws IOException {
        List<String> cells = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).path("cells")) {
            if (!cell.path("cell_type").asText().equals("code")) {
                continue;
            }
            JsonNode source = cell.path("source");
            StringBuilder text = new StringBuilder(source.isTextual() ? source.asText() : "");
            source.forEach(line -> text.append(line.asText()));
            cells.add(text.toString());
        }
        return cells;
    }
}
