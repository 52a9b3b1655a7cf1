/**
 * How alike are two texts, how likely is one, and how much does it repeat itself?
 *
 * <p>{@link org.snmf.experiments.texts.SentenceSpace} compares meanings without a network connection,
 * {@link org.snmf.experiments.texts.TextLikelihood} asks a loaded checkpoint.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.texts;
