package org.snmf.experiments.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.files.AtomicFile;

/**
 * A text with what a judge said of it.
 *
 * @param id its name in a list of judged texts
 * @param concept the concept that it was judged for
 * @param text the text
 * @param judgement what the judge said
 */
public record JudgedText(String id, String concept, String text, Judgement judgement) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Writes a list of judged texts, whole or not at all. */
    public static void save(List<JudgedText> texts, Path file) {
        try {
            AtomicFile.write(file, JSON.writeValueAsString(texts) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("judged texts are always writable", e);
        }
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws InputException if the file is none, or two texts have one id
     */
    public static List<JudgedText> load(Path file) {
        try {
            List<JudgedText> texts = JSON.readValue(file.toFile(), new TypeReference<List<JudgedText>>() {});
            if (texts.stream().map(JudgedText::id).distinct().count() < texts.size()) {
                throw new InputException(file.toString(), "an id of its own for each text", "an id twice", "");
            }
            return texts;
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file.toString(),
                    "a list of judged texts",
                    e.getOriginalMessage(),
                    "Give a file of judged texts.",
                    e);
        } catch (IOException e) {
            String found = Files.exists(file) ? e.toString() : "no such file";
            throw new InputException(file.toString(), "a readable file", found, "", e);
        }
    }
}
