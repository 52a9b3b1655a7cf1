/**
 * What is a feature called?
 *
 * <p>Four kinds of {@link org.snmf.experiments.describe.Describer} answer: by the words that the contexts share, by the
 * nearest of given names in a space of meanings, by a chat model, and by the likelihood of given names under a loaded
 * checkpoint. Each reads a {@link org.snmf.experiments.describe.Subject}, which is one side of a feature: where it is strong
 * (paper, section 4.2, input-centric), or what it promotes or suppresses (output-centric). Every
 * {@link org.snmf.experiments.describe.Description} says who gave it, how sure, and what it is if it is no name.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.describe;
