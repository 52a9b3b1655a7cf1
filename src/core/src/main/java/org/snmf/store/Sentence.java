package org.snmf.store;

import java.io.Serializable;

/**
 * One sentence of a data set.
 *
 * @param text the sentence as it was given
 * @param label the concept that it exemplifies; empty when the data set has no labels
 */
public record Sentence(String text, String label) implements Serializable {}
