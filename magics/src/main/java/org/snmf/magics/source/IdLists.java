package org.snmf.magics.source;

import java.util.Arrays;
import java.util.List;
import org.snmf.errors.InputException;

/** Lists of token ids as words: {@code "1,2,3"}. */
public final class IdLists {
    private IdLists() {}

    /**
     * Reads lists of ids.
     *
     * @param vocabulary number of ids that the model has
     * @param context greatest length that the model allows
     */
    public static List<int[]> parse(List<String> texts, int vocabulary, int context) {
        return texts.stream().map(text -> parse(text, vocabulary, context)).toList();
    }

    private static int[] parse(String text, int vocabulary, int context) {
        int[] ids = Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .mapToInt(word -> id(word, vocabulary))
                .toArray();
        if (ids.length == 0) {
            throw new InputException("--ids", "at least one id", "'" + text + "'", "Example: --ids 1,2,3");
        }
        if (ids.length > context) {
            throw new InputException(
                    "--ids",
                    "at most " + context + " ids, the model's context",
                    ids.length + " ids",
                    "Shorten the list.");
        }
        return ids;
    }

    private static int id(String word, int vocabulary) {
        try {
            int id = Integer.parseInt(word);
            if (id >= 0 && id < vocabulary) {
                return id;
            }
        } catch (NumberFormatException e) {
            // falls through to the message that names the range
        }
        throw new InputException(
                "--ids", "ids from 0 to " + (vocabulary - 1), "'" + word + "'", "Give ids of this model's tokenizer.");
    }
}
