package org.snmf.experiments.describe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snmf.experiments.describe.StrongestTokens.Word;
import org.snmf.experiments.texts.TextLikelihood;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;

/**
 * Names a feature by the candidate that a loaded checkpoint finds most likely after the feature's evidence: after its
 * strongest words, and, where it has contexts, after each of the strongest of these. What counts is how much the evidence
 * raises a name's log probability a token over its mean after other names as evidence, so that a name is not preferred for
 * being common. Confidence is the softmax of these gains; it says how the names compare, not whether one fits.
 */
public final class LocalDescriber implements Describer {
    private static final int WORDS = 10;
    private static final int CONTEXTS = 5;
    private static final int REFERENCES = 16;
    private static final String ABOUT = " It is about";

    private final TextLikelihood likelihood;
    private final String model;
    private final List<String> names;
    private final List<String> continuations;
    private final double[] without;

    /** A describer with these names; it uses the model, which stays open. */
    public LocalDescriber(LanguageModel model, String modelName, ConceptNames names) {
        this.likelihood = new TextLikelihood(model);
        this.model = modelName;
        this.names = names.names();
        this.continuations = this.names.stream().map(n -> " " + n).toList();
        this.without = afterOtherNames();
    }

    /** Mean log probability a token of each name after other names as evidence: some names are likely after anything. */
    private double[] afterOtherNames() {
        double[] sums = new double[names.size()];
        int[] counts = new int[names.size()];
        int step = Math.max(1, names.size() / REFERENCES);
        for (int r = 0; r < names.size(); r += step) {
            double[] after = likelihood.means(names.get(r) + "." + ABOUT, continuations);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += i == r ? 0 : after[i];
                counts[i] += i == r ? 0 : 1;
            }
        }
        return IntStream.range(0, sums.length)
                .mapToDouble(i -> sums[i] / counts[i])
                .toArray();
    }

    @Override
    public String name() {
        return "local (" + model + ")";
    }

    @Override
    public List<Description> describe(List<Subject> subjects, Progress progress) {
        return OneByOne.describe(subjects, name(), progress, this::describe);
    }

    private Description describe(Subject subject) {
        double[] gains = gains(words(subject));
        List<String> contexts = subject.contexts().stream()
                .limit(CONTEXTS)
                .map(c -> ContextWindow.of(c).text())
                .toList();
        for (String context : contexts) {
            double[] more = gains(context);
            for (int i = 0; i < gains.length; i++) {
                gains[i] += more[i] / contexts.size();
            }
        }
        int best = 0;
        for (int i = 1; i < gains.length; i++) {
            best = gains[i] > gains[best] ? i : best;
        }
        double top = gains[best];
        double sum = Arrays.stream(gains).map(g -> Math.exp(g - top)).sum();
        String reason = String.format(
                Locale.ROOT,
                "%.2f nats a token more likely after the evidence than after other names",
                top / (contexts.isEmpty() ? 1 : 2));
        return Description.named(subject, names.get(best), name(), 1 / sum, reason);
    }

    private static String words(Subject subject) {
        return StrongestTokens.of(subject).stream().limit(WORDS).map(Word::text).collect(Collectors.joining(", "))
                + ".";
    }

    private double[] gains(String evidence) {
        double[] after = likelihood.means(evidence + ABOUT, continuations);
        for (int i = 0; i < after.length; i++) {
            after[i] -= without[i];
        }
        return after;
    }
}
