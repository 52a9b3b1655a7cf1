package org.snmf.demo.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** English verb forms: regular ones by rule, the others from a list of base, past and participle. */
final class Verbs {
    /** The forms that frames ask for, by the name that a slot uses. */
    enum Form {
        BASE,
        S,
        PAST,
        PART,
        ING
    }

    private static final Set<String> KEEPS_FINAL_E = Set.of("be", "see", "dye", "agree");
    private final Map<String, String[]> irregular = new HashMap<>();

    /** @param lines {@code base past participle}, one verb a line */
    Verbs(List<String> lines) {
        for (String line : lines) {
            String[] forms = line.split(" ");
            irregular.put(forms[0], forms);
        }
    }

    /** The form of {@code base} that agrees with {@code subject}. */
    String inflect(String base, Form form, Pronoun subject) {
        if (base.equals("be") && form == Form.S) {
            return subject.be();
        }
        if (base.equals("be") && form == Form.PAST) {
            return subject.was();
        }
        return switch (form) {
            case BASE -> base;
            case S -> subject.singular() ? third(base) : base;
            case PAST -> irregular.containsKey(base) ? irregular.get(base)[1] : regularPast(base);
            case PART -> irregular.containsKey(base) ? irregular.get(base)[2] : regularPast(base);
            case ING -> ing(base);
        };
    }

    private static String third(String base) {
        return base.equals("have") ? "has" : Nouns.addS(base);
    }

    private static String regularPast(String base) {
        if (base.endsWith("e")) {
            return base + "d";
        }
        if (base.endsWith("y") && !isVowel(base, base.length() - 2)) {
            return base.substring(0, base.length() - 1) + "ied";
        }
        return doubled(base) + "ed";
    }

    private static String ing(String base) {
        if (base.equals("lie")) {
            return "lying";
        }
        if (base.endsWith("e") && !KEEPS_FINAL_E.contains(base)) {
            return base.substring(0, base.length() - 1) + "ing";
        }
        return doubled(base) + "ing";
    }

    /** Doubles the last consonant of a verb whose stress falls on a short last syllable: stop, plan, forget. */
    private static String doubled(String base) {
        int last = base.length() - 1;
        boolean shortSyllable = last >= 2
                && !isVowel(base, last)
                && "wxy".indexOf(base.charAt(last)) < 0
                && isVowel(base, last - 1)
                && !isVowel(base, last - 2);
        boolean stressed = vowelGroups(base) == 1 || base.startsWith("for") || base.startsWith("be");
        return (shortSyllable && stressed) || base.equals("travel") ? base + base.charAt(last) : base;
    }

    private static int vowelGroups(String word) {
        int groups = 0;
        for (int i = 0; i < word.length(); i++) {
            if (isVowel(word, i) && (i == 0 || !isVowel(word, i - 1))) {
                groups++;
            }
        }
        return groups;
    }

    private static boolean isVowel(String word, int at) {
        return at >= 0 && "aeiou".indexOf(word.charAt(at)) >= 0;
    }
}
