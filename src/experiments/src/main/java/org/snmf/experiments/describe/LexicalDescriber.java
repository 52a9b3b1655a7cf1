package org.snmf.experiments.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.snmf.experiments.describe.Description.Evidence;
import org.snmf.experiments.describe.Description.Place;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.store.TokenTable;

/**
 * Describes a feature by the words that its strongest contexts have in common, without a network or a model. A word
 * qualifies when it is more frequent in the contexts than in the rest of the data, with G² above a threshold, and stands
 * in at least two contexts (in one, if there is only one). The name is the most distinctive word that covers enough of
 * the contexts; failing that the most distinctive stem ("day" for "day" and "days"); failing that the few words that
 * together cover enough ("June, July, August"). Words are looked for at the strong token and after it; the name has the
 * form "on", "on → Sunday" or "→ Sunday", and is "mixed" when neither place has one.
 */
public final class LexicalDescriber implements Describer {
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
    public Description describe(Feature feature) {
        int[] contexts = feature.contexts().stream()
                .limit(options.contexts())
                .mapToInt(Context::column)
                .toArray();
        if (contexts.length == 0) {
            return Description.dead();
        }
        List<Evidence> here = name(contexts, Place.HERE);
        List<Evidence> next = name(contexts, Place.NEXT);
        List<Evidence> evidence = new ArrayList<>(here);
        evidence.addAll(next);
        if (evidence.isEmpty()) {
            return new Description("mixed", Description.Kind.MIXED, 0, List.of());
        }
        String label = joined(here)
                + (here.isEmpty() || next.isEmpty() ? "" : " ")
                + (next.isEmpty() ? "" : "→ ")
                + joined(next);
        double coverage = Math.min(coverage(here, contexts.length), coverage(next, contexts.length));
        return new Description(label, Description.Kind.NAMED, coverage, evidence);
    }

    private static String joined(List<Evidence> words) {
        return words.stream().map(Evidence::word).collect(Collectors.joining(", "));
    }

    /** Share of the contexts with one of the words (each context has one word in a place); 1 when none is claimed. */
    private static double coverage(List<Evidence> words, int contexts) {
        return words.isEmpty() ? 1 : words.stream().mapToInt(Evidence::contexts).sum() / (double) contexts;
    }

    private List<Evidence> name(int[] contexts, Place place) {
        List<Evidence> candidates = candidates(contexts, words.get(place), place, Words::fold);
        List<Evidence> name = sufficient(candidates, 1, contexts.length);
        if (name.isEmpty()) {
            name = sufficient(candidates(contexts, stems.get(place), place, Words::stem), 1, contexts.length);
        }
        return name.isEmpty() ? sufficient(candidates, options.words(), contexts.length) : name;
    }

    /** The fewest of the most distinctive words, at most {@code limit}, that cover enough; empty when they do not. */
    private List<Evidence> sufficient(List<Evidence> candidates, int limit, int contexts) {
        if (limit == 1) {
            return candidates.stream()
                    .filter(e -> e.contexts() >= options.coverage() * contexts)
                    .limit(1)
                    .toList();
        }
        List<Evidence> name = new ArrayList<>();
        for (Evidence evidence : candidates.subList(0, Math.min(limit, candidates.size()))) {
            name.add(evidence);
            if (coverage(name, contexts) >= options.coverage()) {
                return name;
            }
        }
        return List.of();
    }

    /** The words that qualify, most distinctive first, then by alphabet. */
    private List<Evidence> candidates(int[] contexts, WordCounts counts, Place place, UnaryOperator<String> form) {
        Map<String, Integer> found = new HashMap<>();
        for (int t : contexts) {
            if (!counts.unit(t).isEmpty()) {
                found.merge(counts.unit(t), 1, Integer::sum);
            }
        }
        List<Evidence> candidates = new ArrayList<>();
        found.forEach((unit, inside) -> {
            double distinctiveness = counts.distinctiveness(unit, inside, contexts.length);
            if (inside >= Math.min(2, contexts.length) && distinctiveness >= options.distinctiveness()) {
                String shown = usualForm(contexts, unit, place, form);
                candidates.add(new Evidence(shown, place, inside, counts.count(unit) - inside, distinctiveness));
            }
        });
        candidates.sort(
                Comparator.comparingDouble(Evidence::distinctiveness).reversed().thenComparing(Evidence::word));
        return candidates;
    }

    /** The form in which a unit stands in most of the contexts, the first of equals. */
    private String usualForm(int[] contexts, String unit, Place place, UnaryOperator<String> form) {
        Map<String, Integer> forms = new LinkedHashMap<>();
        for (int t : contexts) {
            String word = word(t, place);
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
