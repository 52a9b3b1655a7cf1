package org.snmf.experiments.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.snmf.errors.InputException;
import org.snmf.store.Sentence;

/**
 * A labelled data set in two parts: what directions are found on, and what they are tested on. No text is in both.
 *
 * @param fit sentences to fit on, in the order of the data
 * @param held sentences held out, label by label
 * @param tooSmall labels of which none could be held out; their sentences are in {@code fit}
 */
public record HoldOut(List<Sentence> fit, List<Sentence> held, List<String> tooSmall) {
    public HoldOut {
        fit = List.copyOf(fit);
        held = List.copyOf(held);
        tooSmall = List.copyOf(tooSmall);
    }

    /**
     * Holds out {@code perLabel} sentences of each label, drawn at random. A label keeps at least as many for the fit, or it
     * gives none. Sentences without a label are all fitted on; of repeated texts the first counts.
     *
     * @throws InputException if the data have no label, no label has enough sentences, or two labels have the same sentences
     */
    public static HoldOut of(List<Sentence> data, int perLabel, long seed) {
        if (perLabel < 1) {
            throw new InputException("sentences held out of each label", "at least 1", "" + perLabel, "");
        }
        Map<String, List<Sentence>> byLabel = byLabel(data);
        SplittableRandom random = new SplittableRandom(seed);
        List<Sentence> held = new ArrayList<>();
        List<String> tooSmall = new ArrayList<>();
        byLabel.forEach((label, sentences) -> {
            if (sentences.size() < 2 * perLabel) {
                tooSmall.add(label);
            } else {
                List<Sentence> left = new ArrayList<>(sentences);
                for (int i = 0; i < perLabel; i++) {
                    held.add(left.remove(random.nextInt(left.size())));
                }
            }
        });
        if (held.isEmpty()) {
            throw new InputException(
                    "labelled sentences",
                    "a label with at least " + 2 * perLabel + " different sentences",
                    "at most "
                            + byLabel.values().stream()
                                    .mapToInt(List::size)
                                    .max()
                                    .orElse(0),
                    "Hold out fewer of each label, or give more sentences.");
        }
        Set<String> texts = new HashSet<>();
        held.forEach(sentence -> texts.add(sentence.text()));
        return new HoldOut(
                data.stream().filter(one -> !texts.contains(one.text())).toList(), held, tooSmall);
    }

    /**
     * Holds out sentences of which it is known that nothing was found on them: of each label up to {@code perLabel} whose text
     * is not in {@code seen}, drawn at random.
     *
     * @throws InputException as {@link #of}, or if fewer than two labels have such a sentence
     */
    public static HoldOut unseen(List<Sentence> data, Set<String> seen, int perLabel, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sentence> held = new ArrayList<>();
        List<String> without = new ArrayList<>();
        byLabel(data).forEach((label, sentences) -> {
            List<Sentence> left = new ArrayList<>(
                    sentences.stream().filter(one -> !seen.contains(one.text())).toList());
            if (left.isEmpty()) {
                without.add(label);
            }
            for (int i = 0; i < perLabel && !left.isEmpty(); i++) {
                held.add(left.remove(random.nextInt(left.size())));
            }
        });
        byLabel(held);
        Set<String> texts = new HashSet<>();
        held.forEach(sentence -> texts.add(sentence.text()));
        return new HoldOut(
                data.stream().filter(one -> !texts.contains(one.text())).toList(), held, without);
    }

    /** Different sentences by label, in the order of the data; those without a label are left out. */
    static Map<String, List<Sentence>> byLabel(List<Sentence> data) {
        Map<String, List<Sentence>> byLabel = new LinkedHashMap<>();
        Map<String, String> labelOf = new LinkedHashMap<>();
        for (Sentence sentence : data) {
            if (sentence.label().isEmpty()) {
                continue;
            }
            byLabel.computeIfAbsent(sentence.label(), label -> new ArrayList<>());
            String other = labelOf.putIfAbsent(sentence.text(), sentence.label());
            if (other == null) {
                byLabel.get(sentence.label()).add(sentence);
            } else if (!other.equals(sentence.label())) {
                throw new InputException(
                        "sentence \"" + sentence.text() + "\"",
                        "one label",
                        "\"" + other + "\" and \"" + sentence.label() + "\"",
                        "Labels that share sentences cannot be told apart: keep it under one of them.");
            }
        }
        if (byLabel.size() < 2) {
            throw new InputException(
                    "labelled sentences",
                    "at least two labels",
                    byLabel.isEmpty()
                            ? "none"
                            : "only \"" + byLabel.keySet().iterator().next() + "\"",
                    "Give [{\"prompt\": …, \"label\": …}] or {\"label\": [\"sentence\", …]}.");
        }
        return byLabel;
    }
}
