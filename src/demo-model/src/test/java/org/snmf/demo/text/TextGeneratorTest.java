package org.snmf.demo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Sentence;

class TextGeneratorTest {
    private static final int SENTENCES = 15_000;

    /** What a slip in the word lists or in the rules would look like. */
    private static final List<Pattern> SLIPS = List.of(
            Pattern.compile("[{}*|;]|  | [.,?]|\\.\\.|,\\.|null"),
            Pattern.compile("\\b([Aa]) (?!uniform|university|useless|useful|one|unit|European)[aeiou]"),
            Pattern.compile("\\b[Aa]n [^aeiouAEIOUh]"),
            Pattern.compile("\\b(an?|the|my|her|his) (an?|the) "),
            Pattern.compile("\\b(the the|a a|to to|of of|and and|is is)\\b"),
            Pattern.compile(
                    "(?i)\\b(mouses|gooses|sheeps|childs|mans|womans|foots|tooths|knifes|leafs|wolfs|calfs|oxes)\\b"),
            Pattern.compile(
                    "(?i)\\b(goed|eated|buyed|catched|writed|readed|layed|swinged|teached|haves|bes|dos|runned)\\b"),
            Pattern.compile("\\b(I|we|they|We|They) (is|has|does|was(?! born)|likes|wants)\\b(?<!I was)"),
            Pattern.compile("\\b(he|she|it|He|She|It) (are|have|do|am|were)\\b"),
            Pattern.compile("(?<!-)\\b(One|one|a|A) (days|months|weeks|minutes|hours|years)\\b"),
            Pattern.compile("\\b(two|three|four|five|six) (day|month|week|minute|hour|year)\\b"));

    @ParameterizedTest
    @EnumSource(TextGenerator.Part.class)
    void sentencesAreWellFormed(TextGenerator.Part part) {
        for (String sentence : compose(7, part, List.of())) {
            assertThat(sentence).matches("\\p{Lu}.*[.?]");
            for (Pattern slip : SLIPS) {
                assertThat(sentence).doesNotContainPattern(slip);
            }
        }
    }

    @Test
    void theSameSeedComposesTheSameText() {
        assertThat(compose(3, TextGenerator.Part.TRAINING, List.of()))
                .isEqualTo(compose(3, TextGenerator.Part.TRAINING, List.of()))
                .isNotEqualTo(compose(4, TextGenerator.Part.TRAINING, List.of()));
    }

    @Test
    void mostSentencesAreNew() {
        List<String> sentences = compose(5, TextGenerator.Part.TRAINING, List.of());
        assertThat(new HashSet<>(sentences)).hasSizeGreaterThan(sentences.size() * 8 / 10);
    }

    @Test
    void heldOutFramesDoNotOccurInTraining() {
        // "should" and "my favourite day" stand in one frame and one template, both held out by their checksum.
        Pattern heldOut = Pattern.compile(" should ");
        assertThat(compose(9, TextGenerator.Part.TRAINING, List.of())).noneMatch(heldOut.asPredicate());
        assertThat(compose(9, TextGenerator.Part.HELD_OUT, List.of()))
                .filteredOn(heldOut.asPredicate())
                .hasSizeGreaterThan(SENTENCES / 50);
    }

    @Test
    void keptSentencesAreNotComposedNorTheirNeighbours() {
        List<String> wouldBe = compose(11, TextGenerator.Part.TRAINING, List.of());
        Set<String> kept = new HashSet<>(wouldBe.subList(0, 1_000));
        List<String> composed = compose(11, TextGenerator.Part.TRAINING, kept);
        assertThat(composed).doesNotContainAnyElementsOf(kept);
        KeptSentences near = new KeptSentences(List.of("On Monday the office opens at eight."));
        assertThat(near.contains("On Friday, the office opens at eight!")).isTrue();
        assertThat(near.contains("On Friday the bank opens at eight.")).isFalse();
    }

    @Test
    void handWrittenSentencesAreNeverComposed() {
        List<String> byHand = new ArrayList<>();
        EmbeddedModel.sentences().stream().map(Sentence::text).forEach(byHand::add);
        EmbeddedModel.timeUnits().stream().map(Sentence::text).forEach(byHand::add);
        EmbeddedModel.partsAndKinds().stream().map(Sentence::text).forEach(byHand::add);
        KeptSentences kept = new KeptSentences(byHand);
        assertThat(compose(1, TextGenerator.Part.TRAINING, byHand)).noneMatch(kept::contains);
    }

    /** The next words must depend on which day it is, or the network has no reason to tell the days apart. */
    @Test
    void whatHappensDependsOnTheDay() {
        List<String> sentences = compose(13, TextGenerator.Part.TRAINING, List.of());
        assertThat(share(sentences, "church", "Sunday")).isGreaterThan(0.6);
        assertThat(share(sentences, "carols", "December")).isGreaterThan(0.6);
        assertThat(share(sentences, "pumpkins", "October")).isGreaterThan(0.3);
    }

    /** Of the sentences with {@code word} that name one day or month, the share that names {@code unit}. */
    private static double share(List<String> sentences, String word, String unit) {
        Pattern named = Pattern.compile(
                unit.endsWith("day")
                        ? "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
                        : "January|February|March|April|May|June|July|August|September|October|November|December");
        List<String> with = sentences.stream()
                .filter(sentence ->
                        sentence.contains(word) && named.matcher(sentence).find())
                .toList();
        assertThat(with).hasSizeGreaterThan(5);
        return with.stream().filter(sentence -> sentence.contains(unit)).count() / (double) with.size();
    }

    private static List<String> compose(long seed, TextGenerator.Part part, java.util.Collection<String> kept) {
        TextGenerator generator = new TextGenerator(seed, part, kept);
        List<String> sentences = new ArrayList<>();
        while (sentences.size() < SENTENCES) {
            sentences.addAll(generator.paragraph());
        }
        return sentences;
    }
}
