/**
 * How much of what the network does survives when activations are replaced by their reconstruction?
 *
 * <p>{@link org.snmf.experiments.faithfulness.Reconstruction} is whatever makes activations again from few features;
 * {@link org.snmf.experiments.faithfulness.Faithfulness} measures all of them alike.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.faithfulness;
