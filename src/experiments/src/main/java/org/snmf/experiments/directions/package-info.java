/**
 * Which directions stand for a concept, and in which space?
 *
 * <p>Every method that proposes directions — SNMF, difference-in-means, principal components, single neurons, random ones,
 * autoencoders — is a {@link org.snmf.experiments.directions.ConceptDirections}: where it detects, with which vector, and
 * what it writes into the residual stream. Evaluations ask for nothing else, so that all methods are measured alike.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.directions;
