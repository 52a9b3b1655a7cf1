package org.snmf.demo.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.errors.InputException;

/** Fills the slots of a pattern with words, and the words with their grammar. */
final class Realizer {
    /** "sleep late" before "late on Monday" says it once. */
    private static final Pattern TWICE = Pattern.compile("\\b(late|early) \\1\\b");

    private static final Pattern ARTICLE = Pattern.compile("\\b([Aa])n? (\\p{L}+)");

    private final Grammar grammar;
    private final Map<String, List<Slot>> parsed = new HashMap<>();

    Realizer(Grammar grammar) {
        this.grammar = grammar;
    }

    /** The text of {@code pattern} in {@code scope}, as a part of a sentence. */
    String fill(String pattern, Scope scope) {
        StringBuilder text = new StringBuilder();
        for (Slot slot : parsed.computeIfAbsent(pattern, Slot::parse)) {
            text.append(slot.literal() != null ? slot.literal() : word(slot, scope));
        }
        return text.toString();
    }

    /** Makes filled text a sentence: the right article before each word, and a capital at the beginning. */
    String sentence(String text) {
        Matcher matcher = ARTICLE.matcher(TWICE.matcher(text).replaceAll("$1"));
        String articled = matcher.replaceAll(match -> {
            String article = Nouns.article(match.group(2));
            return (match.group(1).equals("A") ? capital(article) : article) + " " + match.group(2);
        });
        return capital(articled);
    }

    /** {@code phrase} with its first word and every word marked by * in the given form. */
    String conjugate(String phrase, Verbs.Form form, Pronoun subject) {
        String[] words = phrase.split(" ");
        for (int i = 0; i < words.length; i++) {
            boolean marked = words[i].startsWith("*");
            if (i == 0 || marked) {
                words[i] = grammar.verbs().inflect(marked ? words[i].substring(1) : words[i], form, subject);
            }
        }
        return String.join(" ", words);
    }

    private String word(Slot slot, Scope scope) {
        return switch (slot.name()) {
            case "they" -> scope.agent().they();
            case "them" -> scope.agent().them();
            case "their" -> scope.agent().their();
            default -> modified(head(slot, scope), slot);
        };
    }

    private String head(Slot slot, Scope scope) {
        Table.Row row = scope.row(grammar.table(slot.name()), slot.number());
        String word = row.head();
        for (int i = 0; i < slot.path().size(); i++) {
            word = scope.pick(row.cell(slot.path().get(i)));
            if (i + 1 < slot.path().size()) {
                Table.Row next = row.table().row(word);
                if (next == null) {
                    throw new InputException("slot " + slot, "a row to go on from", word, "Correct the table.");
                }
                row = next;
            }
        }
        return word.contains("{") ? fill(word, scope) : word;
    }

    private String modified(String word, Slot slot) {
        String result = word;
        for (String modifier : slot.modifiers()) {
            result = switch (modifier) {
                case "plural" -> grammar.nouns().plural(result);
                case "s", "past", "part", "ing" ->
                    conjugate(result, Verbs.Form.valueOf(modifier.toUpperCase(Locale.ROOT)), thirdPerson(modifier));
                case "a", "cap" -> result;
                default -> throw new InputException("slot " + slot, "a known modifier", modifier, "Correct it.");
            };
        }
        if (slot.modifiers().contains("a") && !result.matches("(an?|the) .*")) {
            result = "a " + result;
        }
        return slot.modifiers().contains("cap") ? capital(result) : result;
    }

    private static Pronoun thirdPerson(String modifier) {
        return modifier.equals("s") ? Pronoun.IT : Pronoun.THEY;
    }

    static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
