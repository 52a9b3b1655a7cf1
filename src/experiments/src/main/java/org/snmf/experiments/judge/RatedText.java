package org.snmf.experiments.judge;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A continuation that was rated by reading it, with all that a judge needs to rate it too.
 *
 * @param id its number on the sheet
 * @param model the model that wrote it
 * @param layer where it was steered
 * @param strength how much, in typical lengths of an activation; 0 for an unsteered text
 * @param target the concept
 * @param continuations the text with its prompt and what is written unsteered
 * @param conceptRating the reader's rating of the concept, from 0 to 2
 * @param fluencyRating the reader's rating of the fluency, from 0 to 2
 * @param measures what the offline judge measures, kept so that calibrating needs no model
 * @param heldOut whether it is for checking, not for calibrating
 */
public record RatedText(
        int id,
        String model,
        int layer,
        double strength,
        Target target,
        Continuations continuations,
        double conceptRating,
        double fluencyRating,
        Measures measures,
        boolean heldOut) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The text that was rated. */
    public String text() {
        return continuations.texts().get(0);
    }

    /**
     * The sheet that comes with the library: 60 continuations by an embedded model (the one of two layers) and a story model of three million
     * parameters, steered with five strengths from none on, shuffled, and read and rated one by one. The one rater, a large
     * language model, saw concept and text but neither model nor strength. The embedded model's texts are measured with the one of today.
     * Every third text is held out.
     */
    public static List<RatedText> shipped() {
        try (InputStream in = RatedText.class.getResourceAsStream("rated-texts.json")) {
            return JSON.readValue(in, new TypeReference<List<RatedText>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
