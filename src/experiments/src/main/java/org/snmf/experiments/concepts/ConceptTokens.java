package org.snmf.experiments.concepts;

import java.util.ArrayList;
import java.util.List;
import org.snmf.models.tokens.Tokenizer;

/**
 * The vocabulary token that stands for each concept when it is predicted: the first token of " Monday" as it follows other
 * words.
 *
 * @param ids one token id a concept
 * @param partial names of the concepts whose word is more than one token, so that the id stands for its beginning only
 */
public record ConceptTokens(int[] ids, List<String> partial) {
    /** The tokens of concept names by a tokenizer that writes the space before a word. */
    public static ConceptTokens of(Tokenizer tokenizer, List<Concept> concepts) {
        int[] ids = new int[concepts.size()];
        List<String> partial = new ArrayList<>();
        for (int c = 0; c < ids.length; c++) {
            int[] word = tokenizer.encode(" " + concepts.get(c).name(), false).ids();
            ids[c] = word[0];
            if (word.length > 1) {
                partial.add(concepts.get(c).name());
            }
        }
        return new ConceptTokens(ids, List.copyOf(partial));
    }
}
