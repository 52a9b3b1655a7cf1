/**
 * How do other methods do on the same data?
 *
 * <p>{@link org.snmf.experiments.rivals.Rivals} makes every method from the activations that a factorization was fitted on:
 * its directions, what each direction stands for, and, where the method has one, its reconstruction.
 * {@link org.snmf.experiments.rivals.PublishedRival} is a dictionary that others trained.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.rivals;
