package org.snmf.demo.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * Composes paragraphs of one to five sentences about one thing, one in eight of them with a change of family in the
 * middle: two thirds of the sentences by free composition, one third from templates. The same seed gives the same text.
 *
 * <p>One template and one frame in ten (by a checksum of its own text) belong to {@link Part#HELD_OUT} and never occur
 * in {@link Part#TRAINING}.
 */
public final class TextGenerator {
    /** Which templates and frames are used. */
    public enum Part {
        TRAINING,
        HELD_OUT
    }

    private static final double TEMPLATE = 1.0 / 3;
    private static final double CHANGE_OF_FAMILY = 1.0 / 8;
    private static final int HELD_OUT_ONE_IN = 10;
    /** Of twenty paragraphs, how many have one, two, … five sentences; as running sums. */
    private static final int[] LENGTHS = {6, 11, 15, 18, 20};

    private final Grammar grammar = Grammar.load();
    private final Realizer realizer = new Realizer(grammar);
    private final Predicate<String> allowed;
    private final Clauses clauses;
    private final KeptSentences kept;
    private final Random random;

    /**
     * @param seed the text depends on nothing else
     * @param kept sentences that must not be composed, not even with one word changed
     */
    public TextGenerator(long seed, Part part, Collection<String> kept) {
        this.random = new Random(seed);
        this.kept = new KeptSentences(kept);
        this.allowed = pattern -> isHeldOut(pattern) == (part == Part.HELD_OUT);
        this.clauses = new Clauses(grammar, realizer, allowed);
    }

    private static boolean isHeldOut(String pattern) {
        CRC32 checksum = new CRC32();
        checksum.update(pattern.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue() % HELD_OUT_ONE_IN == 0;
    }

    /** The next paragraph, as its sentences. */
    public List<String> paragraph() {
        Scope scope = new Scope(random);
        clauses.beginParagraph();
        WordFamily family = family();
        int length = length();
        List<String> sentences = new ArrayList<>(length);
        while (sentences.size() < length) {
            if (scope.chance(CHANGE_OF_FAMILY)) {
                family = family();
            }
            String sentence = sentence(family, scope);
            if (!kept.contains(sentence) && !sentences.contains(sentence)) {
                sentences.add(sentence);
            }
        }
        return sentences;
    }

    private String sentence(WordFamily family, Scope scope) {
        scope.beginSentence();
        if (scope.chance(TEMPLATE)) {
            List<String> templates = family.templates().stream().filter(allowed).toList();
            if (!templates.isEmpty()) {
                String template = scope.any(templates);
                scope.agent(agent(template));
                return realizer.sentence(realizer.fill(template, scope));
            }
        }
        return realizer.sentence(clauses.compose(family, scope));
    }

    /** Whom "their" in a template means. */
    private static Pronoun agent(String template) {
        if (template.startsWith("We ")) {
            return Pronoun.WE;
        }
        return template.startsWith("I ") ? Pronoun.I : Pronoun.THEY;
    }

    private WordFamily family() {
        double sum = grammar.families.stream().mapToDouble(WordFamily::weight).sum();
        double at = random.nextDouble() * sum;
        for (WordFamily family : grammar.families) {
            at -= family.weight();
            if (at < 0) {
                return family;
            }
        }
        return grammar.families.get(grammar.families.size() - 1);
    }

    private int length() {
        int at = random.nextInt(LENGTHS[LENGTHS.length - 1]);
        int length = 1;
        while (LENGTHS[length - 1] <= at) {
            length++;
        }
        return length;
    }
}
