package org.snmf.demo.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** English plurals and the indefinite article. */
final class Nouns {
    private static final Set<String> CONSONANT_SOUND =
            Set.of("uniform", "university", "useless", "useful", "one", "European", "unit", "ukulele", "user");
    private static final Set<String> VOWEL_SOUND = Set.of("hour", "honest", "heir", "eighth", "eleventh", "omelette");
    private final Map<String, String> irregular = new HashMap<>();

    /** @param lines {@code singular plural}, one noun a line */
    Nouns(List<String> lines) {
        for (String line : lines) {
            String[] forms = line.split(" ", -1);
            irregular.put(forms[0], forms[1]);
        }
    }

    /** The plural of a noun phrase whose last word is the noun: "baby mouse" gives "baby mice". */
    String plural(String phrase) {
        int space = phrase.lastIndexOf(' ') + 1;
        String noun = phrase.substring(space);
        String known = irregular.get(noun);
        return phrase.substring(0, space) + (known != null ? known : addS(noun));
    }

    /** Adds the s of a plural or of a verb's third person. */
    static String addS(String word) {
        if (word.matches(".*(s|x|z|ch|sh|[^aeiou]o)")) {
            return word + "es";
        }
        if (word.matches(".*[^aeiou]y")) {
            return word.substring(0, word.length() - 1) + "ies";
        }
        return word + "s";
    }

    /** "a" or "an", whichever {@code next} takes. */
    static String article(String next) {
        if (CONSONANT_SOUND.contains(next)) {
            return "a";
        }
        return VOWEL_SOUND.contains(next) || "aeiouAEIOU".indexOf(next.charAt(0)) >= 0 ? "an" : "a";
    }
}
