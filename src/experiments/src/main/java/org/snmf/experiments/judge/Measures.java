package org.snmf.experiments.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snmf.experiments.describe.Words;
import org.snmf.experiments.texts.Repetition;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.experiments.texts.TextLikelihood;

/**
 * What the offline judge measures of a continuation; each number is a difference to the mean of the unsteered continuations.
 *
 * @param similarity cosine of the text's meaning to the nearer of description and (mean over) contexts
 * @param tokens share of the text's words that are the label's
 * @param likelihood mean log probability of a token after the prompt under the unsteered model, in nats; NaN for a text
 *     without tokens
 * @param repetition share of pairs of words that occurred before
 */
public record Measures(double similarity, double tokens, double likelihood, double repetition) {
    /** The means of the unsteered continuations, each number as it is. */
    static Measures usual(SentenceSpace space, TextLikelihood model, Target target, Continuations continuations) {
        return mean(absolute(space, model, target, continuations.prompt(), continuations.unsteered()));
    }

    /** Measures texts against what is usual. */
    static List<Measures> of(
            SentenceSpace space, TextLikelihood model, Target target, Continuations continuations, Measures usual) {
        return absolute(space, model, target, continuations.prompt(), continuations.texts()).stream()
                .map(m -> m.minus(usual))
                .toList();
    }

    private static List<Measures> absolute(
            SentenceSpace space, TextLikelihood model, Target target, String prompt, List<String> texts) {
        double[] likelihoods =
                model.means(prompt, texts.stream().map(t -> " " + t.strip()).toList());
        Set<String> label = Stream.concat(
                        words(target.description()),
                        target.labelTokens().stream().flatMap(Measures::words))
                .filter(w -> w.length() > 2)
                .collect(Collectors.toSet());
        List<Measures> measures = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            double similarity = sentences(text)
                    .mapToDouble(s -> Math.max(
                            space.similarity(s, List.of(target.description())), space.similarity(s, target.contexts())))
                    .max()
                    .orElse(0);
            double share = words(text)
                    .mapToInt(w -> label.contains(w) ? 1 : 0)
                    .average()
                    .orElse(0);
            measures.add(new Measures(similarity, share, likelihoods[i], Repetition.ofPairs(text)));
        }
        return measures;
    }

    /** A concept may be met in one sentence of several. */
    private static Stream<String> sentences(String text) {
        return Stream.concat(Stream.of(text), Stream.of(text.split("[.!?]+")).filter(s -> s.strip()
                .contains(" ")));
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split("[^\\p{L}\\p{N}'’]+"))
                .filter(w -> !w.isEmpty())
                .map(Words::stem);
    }

    private static Measures mean(List<Measures> all) {
        return new Measures(
                all.stream().mapToDouble(Measures::similarity).average().orElse(0),
                all.stream().mapToDouble(Measures::tokens).average().orElse(0),
                all.stream()
                        .mapToDouble(Measures::likelihood)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0),
                all.stream().mapToDouble(Measures::repetition).average().orElse(0));
    }

    private Measures minus(Measures other) {
        return new Measures(
                similarity - other.similarity,
                tokens - other.tokens,
                likelihood - other.likelihood,
                repetition - other.repetition);
    }
}
