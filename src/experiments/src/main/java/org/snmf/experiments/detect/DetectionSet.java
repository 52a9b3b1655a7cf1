package org.snmf.experiments.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/** The sentences of an evaluation, and for each label which of them express it and which do not. */
public final class DetectionSet {
    /**
     * The sentences of one label, as indices of {@link #sentences()}.
     *
     * @param activating express the concept
     * @param neutral as many that do not: what the score of the paper compares with
     * @param others every sentence of labels that are no relatives: what clarity, responsiveness and purity compare with
     * @param related every sentence of other labels of the same family: hard negatives, in none of the other groups
     */
    public record Groups(int[] activating, int[] neutral, int[] others, int[] related) {}

    private final List<Sentence> sentences;
    private final Map<String, Groups> groups;

    private DetectionSet(List<Sentence> sentences, Map<String, Groups> groups) {
        this.sentences = List.copyOf(sentences);
        this.groups = groups;
    }

    /**
     * From labelled sentences that directions were not found on. Activating are those of the label; neutral are as many of
     * unrelated labels, drawn at random.
     *
     * @throws InputException if there are fewer than two labels, or two labels share a sentence
     */
    public static DetectionSet ofLabels(List<Sentence> labelled, LabelFamilies families, long seed) {
        Map<String, List<Sentence>> byLabel = HoldOut.byLabel(labelled);
        List<Sentence> all = new ArrayList<>();
        byLabel.values().forEach(all::addAll);
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Groups> groups = new LinkedHashMap<>();
        for (String label : byLabel.keySet()) {
            int[] own = indices(all, other -> other.equals(label));
            int[] related = indices(all, other -> families.related(label, other));
            int[] others = indices(all, other -> !other.equals(label) && !families.related(label, other));
            groups.put(label, new Groups(own, drawn(others, own.length, random), others, related));
        }
        return new DetectionSet(all, groups);
    }

    /**
     * From sentences that were written for the labels, as the paper does it. The sentences of other, unrelated labels and
     * the label's own neutral ones are its others.
     *
     * @param activating sentences that express each label
     * @param neutral sentences that do not
     * @throws InputException if a label has no activating or no neutral sentence, or the labels are not the same
     */
    public static DetectionSet ofWritten(
            Map<String, List<String>> activating, Map<String, List<String>> neutral, LabelFamilies families) {
        if (!activating.keySet().equals(neutral.keySet())) {
            throw new InputException(
                    "written sentences",
                    "activating and neutral ones for the same labels",
                    activating.keySet() + " and " + neutral.keySet(),
                    "");
        }
        List<Sentence> all = new ArrayList<>();
        Map<String, int[]> neutrals = new LinkedHashMap<>();
        activating.forEach((label, texts) -> texts.forEach(text -> all.add(new Sentence(text, label))));
        int written = all.size();
        neutral.forEach((label, texts) -> {
            neutrals.put(
                    label,
                    IntStream.range(all.size(), all.size() + texts.size()).toArray());
            texts.forEach(text -> all.add(new Sentence(text, "")));
        });
        Map<String, Groups> groups = new LinkedHashMap<>();
        for (String label : activating.keySet()) {
            int[] neutralOnes = neutrals.getOrDefault(label, new int[0]);
            if (activating.getOrDefault(label, List.of()).isEmpty() || neutralOnes.length == 0) {
                throw new InputException(
                        "label \"" + label + "\"", "activating and neutral sentences", "none of one kind", "");
            }
            List<Sentence> labelled = all.subList(0, written);
            int[] others = indices(labelled, other -> !other.equals(label) && !families.related(label, other));
            groups.put(
                    label,
                    new Groups(
                            indices(labelled, other -> other.equals(label)),
                            neutralOnes,
                            IntStream.concat(IntStream.of(others), IntStream.of(neutralOnes))
                                    .toArray(),
                            indices(labelled, other -> families.related(label, other))));
        }
        return new DetectionSet(all, groups);
    }

    /** Every sentence of the evaluation, each once. */
    public List<Sentence> sentences() {
        return sentences;
    }

    /** The labels that have sentences, in the order of the data. */
    public List<String> labels() {
        return List.copyOf(groups.keySet());
    }

    /** The sentences of a label; empty where it has none. */
    public Optional<Groups> groups(String label) {
        return Optional.ofNullable(groups.get(label));
    }

    private static int[] indices(List<Sentence> all, Predicate<String> label) {
        return IntStream.range(0, all.size())
                .filter(s -> label.test(all.get(s).label()))
                .toArray();
    }

    /** {@code count} different ones of {@code from}, or all of them if they are fewer. */
    private static int[] drawn(int[] from, int count, SplittableRandom random) {
        int[] dealt = from.clone();
        int taken = Math.min(count, dealt.length);
        for (int i = 0; i < taken; i++) {
            int other = i + random.nextInt(dealt.length - i);
            int kept = dealt[i];
            dealt[i] = dealt[other];
            dealt[other] = kept;
        }
        return Arrays.copyOf(dealt, taken);
    }
}
