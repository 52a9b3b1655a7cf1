package org.snmf.experiments.judge;

import java.util.List;

/**
 * Texts to judge, with what the same model writes unsteered after the same prompt.
 *
 * @param prompt what they continue; a context for what is read, not judged itself; may be empty
 * @param unsteered continuations without the intervention, the judge's yardstick; may be empty
 * @param texts the continuations to judge, without the prompt
 */
public record Continuations(String prompt, List<String> unsteered, List<String> texts) {
    public Continuations {
        unsteered = List.copyOf(unsteered);
        texts = List.copyOf(texts);
    }
}
