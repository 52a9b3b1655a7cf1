package org.snmf.experiments.compose;

import java.util.List;

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
}
