package org.snmf.experiments.concepts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.models.tokens.Encoding;
import org.snmf.models.tokens.Tokenizer;

/**
 * The vocabulary token that stands for each concept when it is predicted: the first token of its word in running text,
 * "that Monday and", whether the tokenizer writes a word's space before it, behind it, or as a token of its own.
 *
 * @param ids one token id a concept, no two alike
 * @param partial names of the concepts whose word is more than one token, so that the id stands for its beginning only
 */
public record ConceptTokens(int[] ids, List<String> partial) {
    private static final String BEFORE = "that ";
    private static final String BEHIND = " and";

    /**
     * The tokens of concept names.
     *
     * @throws InputException if the words of two concepts begin with the same token, or a word has no token
     */
    public static ConceptTokens of(Tokenizer tokenizer, List<Concept> concepts) {
        int[] ids = new int[concepts.size()];
        List<String> partial = new ArrayList<>();
        Map<Integer, Concept> owners = new HashMap<>();
        for (int c = 0; c < ids.length; c++) {
            Concept concept = concepts.get(c);
            List<Integer> word = word(tokenizer, concept.name());
            ids[c] = word.get(0);
            Concept other = owners.put(ids[c], concept);
            if (other != null) {
                throw new InputException(
                        "concepts",
                        "words that begin with tokens of their own",
                        other.name() + " and " + concept.name() + " both with '" + tokenizer.text(ids[c]) + "'",
                        "Leave one of them out: the model's scores cannot tell them apart.");
            }
            if (word.size() > 1) {
                partial.add(concept.name());
            }
        }
        return new ConceptTokens(ids, List.copyOf(partial));
    }

    /** The tokens that hold at least one character of the word. */
    private static List<Integer> word(Tokenizer tokenizer, String name) {
        Encoding encoding = tokenizer.encodePlain(BEFORE + name + BEHIND);
        int begin = BEFORE.length();
        int end = begin + name.length();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < encoding.length(); i++) {
            if (encoding.starts()[i] < end && encoding.ends()[i] > begin) {
                ids.add(encoding.ids()[i]);
            }
        }
        if (ids.isEmpty()) {
            throw new InputException("concepts", "words that have tokens", "none for '" + name + "'", "Leave it out.");
        }
        return ids;
    }
}
