package org.snmf.experiments.intervene;

import java.util.List;
import java.util.stream.IntStream;
import org.snmf.models.tokens.Tokenizer;

/** Beginnings of sentences that leave open what comes next, written for this library; the first is the paper's. */
public final class NeutralPrompts {
    /** Twenty-four prompts. */
    public static final List<String> TEXTS = List.of(
            "I think that",
            "They say that",
            "She said that",
            "We know that",
            "He hopes that",
            "I believe that",
            "The teacher said that",
            "My brother thinks that",
            "People say that",
            "You know that",
            "The man said that",
            "The children say that",
            "I remember that",
            "We heard that",
            "She knows that",
            "He told me that",
            "My mother says that",
            "The woman thinks that",
            "I am sure that",
            "We are glad that",
            "They hope that",
            "It is true that",
            "The story says that",
            "Our friends say that");

    private NeutralPrompts() {}

    /**
     * The prompts as token ids. A tokenizer that writes the space at the end of a word's token gets prompts that end in a
     * space, since without it the last word would not be over.
     */
    public static List<int[]> ids(Tokenizer tokenizer) {
        String end = spaceEndsWords(tokenizer) ? " " : "";
        return TEXTS.stream()
                .map(text -> tokenizer.encodePrompt(text + end).ids())
                .toList();
    }

    private static boolean spaceEndsWords(Tokenizer tokenizer) {
        int afterSpace = "that ".length();
        return IntStream.of(tokenizer.encodePlain("that that").ends()).anyMatch(end -> end == afterSpace);
    }
}
