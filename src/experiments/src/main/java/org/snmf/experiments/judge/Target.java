package org.snmf.experiments.judge;

import java.util.List;

/**
 * The concept that continuations are judged for: a feature's description, with what the feature itself says of it.
 *
 * @param description the concept in words
 * @param contexts texts in which the feature is strong, strongest first; may be empty
 * @param labelTokens words that stand for the concept, such as the tokens that the direction promotes; may be empty
 */
public record Target(String description, List<String> contexts, List<String> labelTokens) {
    public Target {
        contexts = List.copyOf(contexts);
        labelTokens = List.copyOf(labelTokens);
    }
}
