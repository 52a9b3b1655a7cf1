package org.snmf.experiments.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.snmf.experiments.describe.Description.State;
import org.snmf.experiments.describe.StrongestTokens.Word;
import org.snmf.features.Context;
import org.snmf.progress.Progress;
import org.snmf.store.TokenTable;

/**
 * Describes a feature by the words that its strongest contexts have in common, without a network or a model. A word
 * qualifies when it is more frequent in the contexts than in the rest of the data, with G² above a threshold, and stands
 * in at least two contexts (in one, if there is only one). The name is the most distinctive word that covers enough of
 * the contexts, each counted by its coefficient; failing that the most distinctive stem ("day" for "day" and "days");
 * failing that the few words that together cover enough ("June, July, August"). A name must also hold in most of the
 * three strongest contexts: they may not contradict it. Words are looked for at the strong token and after it; the name
 * has the form "on", "on → Sunday" or "→ Sunday". Where neither place has one the title is the strongest tokens.
 *
 * <p>Promoted tokens are named by the stem that holds enough of their scores. Confidence is the share that is covered.
 */
public final class LexicalDescriber implements Describer {
    private static final int STRONGEST = 3;

    /** Where a word stands, seen from the strong token: it holds it, or follows the word that does. */
    private enum Place {
        HERE,
        NEXT
    }

    /** A word of a name: in which contexts it stands, how much of their strength they have, and how often it is elsewhere. */
    private record Evidence(String word, boolean[] contexts, double coverage, int elsewhere, double distinctiveness) {}

    private final TokenTable tokens;
    private final LexicalOptions options;
    private final Map<Place, WordCounts> words = new HashMap<>();
    private final Map<Place, WordCounts> stems = new HashMap<>();

    /** A describer with {@link LexicalOptions#defaults()} of features over these tokens. */
    public LexicalDescriber(TokenTable tokens) {
        this(tokens, LexicalOptions.defaults());
    }

    /** @param tokens what the contexts' columns are; all of them are "the rest of the data" */
    public LexicalDescriber(TokenTable tokens, LexicalOptions options) {
        this.tokens = tokens;
        this.options = options;
        for (Place place : Place.values()) {
            String[] at = new String[tokens.size()];
            for (int t = 0; t < at.length; t++) {
                at[t] = word(t, place);
            }
            words.put(place, new WordCounts(at, Words::fold));
            stems.put(place, new WordCounts(at, Words::stem));
        }
    }

    private String word(int t, Place place) {
        var token = tokens.token(t);
        var sentence = tokens.sentence(token.sentence());
        return place == Place.HERE ? Words.here(sentence, token) : nextWord(Words.next(sentence, token));
    }

    /** Only words predict; a comma after half of the contexts is no name. */
    private static String nextWord(String next) {
        return next.isEmpty() || Character.isLetterOrDigit(next.codePointAt(0)) ? next : "";
    }

    @Override
    public String name() {
        return "lexical";
    }

    @Override
    public List<Description> describe(List<Subject> subjects, Progress progress) {
        return OneByOne.describe(subjects, name(), progress, s -> s.contexts().isEmpty() ? ofTokens(s) : ofContexts(s));
    }

    private Description ofTokens(Subject subject) {
        Map<String, Double> shares = new LinkedHashMap<>();
        Map<String, String> forms = new HashMap<>();
        for (Word word : StrongestTokens.of(subject)) {
            String stem = Words.stem(word.text());
            forms.putIfAbsent(stem, word.text());
            shares.merge(stem, word.share(), Double::sum);
        }
        return shares.entrySet().stream()
                .filter(e -> e.getValue() >= options.coverage())
                .findFirst()
                .map(e -> Description.named(
                        subject,
                        forms.getOrDefault(e.getKey(), e.getKey()),
                        name(),
                        e.getValue(),
                        "its forms lead the tokens"))
                .orElseGet(() -> Description.without(subject, State.UNNAMED, name(), "no word leads the tokens"));
    }

    private Description ofContexts(Subject subject) {
        List<Context> contexts =
                subject.contexts().stream().limit(options.contexts()).toList();
        List<Evidence> here = name(contexts, Place.HERE);
        List<Evidence> next = name(contexts, Place.NEXT);
        if (here.isEmpty() && next.isEmpty()) {
            return Description.without(subject, State.UNNAMED, name(), "no word marks the contexts off");
        }
        String title = joined(here)
                + (here.isEmpty() || next.isEmpty() ? "" : " ")
                + (next.isEmpty() ? "" : "→ ")
                + joined(next);
        String reason = reasons(here, "at the token", contexts.size())
                + (here.isEmpty() || next.isEmpty() ? "" : "; ")
                + reasons(next, "after it", contexts.size());
        double confidence = Math.min(coverage(here), coverage(next));
        return Description.named(subject, title, name(), confidence, reason);
    }

    private static String joined(List<Evidence> name) {
        return name.stream().map(Evidence::word).collect(Collectors.joining(", "));
    }

    private static String reasons(List<Evidence> name, String where, int contexts) {
        return name.stream()
                .map(e -> e.word() + " " + where + " in " + count(e.contexts(), contexts) + " of " + contexts
                        + " contexts and " + e.elsewhere() + " other tokens")
                .collect(Collectors.joining("; "));
    }

    private static int count(boolean[] contexts, int limit) {
        int count = 0;
        for (int i = 0; i < limit; i++) {
            count += contexts[i] ? 1 : 0;
        }
        return count;
    }

    /** Share of the contexts' strength with one of the words (each context has one word in a place); 1 without words. */
    private static double coverage(List<Evidence> name) {
        return name.isEmpty()
                ? 1
                : Math.min(1, name.stream().mapToDouble(Evidence::coverage).sum());
    }

    private List<Evidence> name(List<Context> contexts, Place place) {
        List<Evidence> candidates = candidates(contexts, Objects.requireNonNull(words.get(place)), place, Words::fold);
        List<Evidence> name = single(candidates);
        if (name.isEmpty()) {
            name = single(candidates(contexts, Objects.requireNonNull(stems.get(place)), place, Words::stem));
        }
        return name.isEmpty() ? together(candidates) : name;
    }

    private List<Evidence> single(List<Evidence> candidates) {
        return candidates.stream().filter(e -> sufficient(List.of(e))).limit(1).toList();
    }

    /** The fewest of the most distinctive words, at most as many as the options allow, that suffice; empty if they do not. */
    private List<Evidence> together(List<Evidence> candidates) {
        for (int size = 2; size <= Math.min(options.words(), candidates.size()); size++) {
            if (sufficient(candidates.subList(0, size))) {
                return candidates.subList(0, size);
            }
        }
        return List.of();
    }

    /** Whether words cover enough of all contexts, and most of the strongest. */
    private boolean sufficient(List<Evidence> name) {
        int strongest = Math.min(STRONGEST, name.get(0).contexts().length);
        int held = name.stream().mapToInt(e -> count(e.contexts(), strongest)).sum();
        return coverage(name) >= options.coverage() && 2 * held > strongest;
    }

    /** The words that qualify, most distinctive first, then by alphabet. */
    private List<Evidence> candidates(
            List<Context> contexts, WordCounts counts, Place place, UnaryOperator<String> form) {
        int m = contexts.size();
        Map<String, boolean[]> found = new HashMap<>();
        double strength = 0;
        for (int i = 0; i < m; i++) {
            String unit = counts.unit(contexts.get(i).column());
            if (!unit.isEmpty()) {
                found.computeIfAbsent(unit, u -> new boolean[m])[i] = true;
            }
            strength += contexts.get(i).coefficient();
        }
        List<Evidence> candidates = new ArrayList<>();
        for (Map.Entry<String, boolean[]> entry : found.entrySet()) {
            String unit = entry.getKey();
            int inside = count(entry.getValue(), m);
            double distinctiveness = counts.distinctiveness(unit, inside, m);
            if (inside >= Math.min(2, m) && distinctiveness >= options.distinctiveness()) {
                candidates.add(new Evidence(
                        usualForm(contexts, unit, place, form),
                        entry.getValue(),
                        strength(contexts, entry.getValue()) / strength,
                        counts.count(unit) - inside,
                        distinctiveness));
            }
        }
        candidates.sort(
                Comparator.comparingDouble(Evidence::distinctiveness).reversed().thenComparing(Evidence::word));
        return candidates;
    }

    private static double strength(List<Context> contexts, boolean[] which) {
        double sum = 0;
        for (int i = 0; i < which.length; i++) {
            sum += which[i] ? contexts.get(i).coefficient() : 0;
        }
        return sum;
    }

    /** The form in which a unit stands in most of the contexts, the first of equals. */
    private String usualForm(List<Context> contexts, String unit, Place place, UnaryOperator<String> form) {
        Map<String, Integer> forms = new LinkedHashMap<>();
        for (Context context : contexts) {
            String word = word(context.column(), place);
            if (form.apply(word).equals(unit)) {
                forms.merge(word, 1, Integer::sum);
            }
        }
        return forms.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }
}
