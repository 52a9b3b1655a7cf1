package org.snmf.models.tokens;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;

/** Lists of token ids written as sentences, {@code "3 17 42"}, so that contexts can show where a token stands. */
public final class IdText {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private IdText() {}

    /** The sentence that says these ids. */
    public static String of(int[] ids) {
        return Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    /**
     * The ids that a sentence says, each with its place.
     *
     * @param special which ids are special tokens
     * @throws InputException if it holds anything but numbers, spaces and commas
     */
    public static Encoding encode(String sentence, IntPredicate special) {
        if (!sentence.matches("[\\d\\s,]*\\d[\\d\\s,]*") || sentence.matches("(?s).*\\d{10}.*")) {
            throw new InputException("list of ids", "numbers such as 3 17 42", "\"" + sentence + "\"", "");
        }
        MatchResult[] numbers = NUMBER.matcher(sentence).results().toArray(MatchResult[]::new);
        Encoding encoding = Encoding.of(numbers.length, 0, 0);
        for (int i = 0; i < numbers.length; i++) {
            encoding.ids()[i] = Integer.parseInt(numbers[i].group());
            encoding.starts()[i] = numbers[i].start();
            encoding.ends()[i] = numbers[i].end();
            encoding.special()[i] = special.test(encoding.ids()[i]);
        }
        return encoding;
    }
}
