/**
 * <b>What does the model say when a feature is added?</b> Concept steering (paper, section 5 and appendix E): strengths that
 * change the next token by a given divergence, texts that are written with them, and what these texts are worth.
 *
 * <p>{@link org.snmf.experiments.steer.StrengthSearch} finds strengths, {@link org.snmf.experiments.steer.Steering} writes
 * texts, {@link org.snmf.experiments.steer.SteeringScores} scores them for what
 * {@link org.snmf.experiments.steer.Aims} says, and {@link org.snmf.experiments.steer.SteeredMethod} holds a method's for comparison.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.steer;
