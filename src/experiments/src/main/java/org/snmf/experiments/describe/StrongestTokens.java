package org.snmf.experiments.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snmf.features.Context;

/** The distinct words of a subject with their shares of its strength, strongest first. */
public final class StrongestTokens {
    private static final int IN_A_TITLE = 3;

    private StrongestTokens() {}

    /**
     * A word of a subject.
     *
     * @param text in the form in which it is first met
     * @param share of the subject's strength, in [0, 1]
     */
    record Word(String text, double share) {}

    /** Words at the strong tokens, each the whole word that holds its token; of promoted tokens, the tokens. */
    static List<Word> of(Subject subject) {
        Map<String, String> forms = new LinkedHashMap<>();
        Map<String, Double> sums = new LinkedHashMap<>();
        for (Context context : subject.contexts()) {
            add(Words.here(context.sentence(), context.token()), context.coefficient(), forms, sums);
        }
        subject.tokens().forEach(token -> add(token.text().strip(), Math.abs(token.score()), forms, sums));
        double total = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Word> words = new ArrayList<>();
        sums.forEach((fold, sum) -> words.add(new Word(forms.getOrDefault(fold, fold), sum / total)));
        words.sort(Comparator.comparingDouble(Word::share).reversed());
        return words;
    }

    private static void add(String word, double strength, Map<String, String> forms, Map<String, Double> sums) {
        if (!word.isBlank() && strength > 0) {
            forms.putIfAbsent(Words.fold(word), word);
            sums.merge(Words.fold(word), strength, Double::sum);
        }
    }

    /** The three strongest words, which stand for a subject without a name. */
    static String title(Subject subject) {
        String title = of(subject).stream().limit(IN_A_TITLE).map(Word::text).collect(Collectors.joining(", "));
        return title.isEmpty() ? "no words" : title;
    }
}
