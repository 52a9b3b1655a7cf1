/**
 * What would a sparse autoencoder find in the same activations?
 *
 * <p>The rival of SNMF with the same number of features and the same data (paper, Appendix C):
 * {@link org.snmf.experiments.dictionary.training.AutoencoderTrainer} trains one and keeps checkpoints,
 * {@link org.snmf.experiments.dictionary.training.AutoencoderSelection} picks one from a grid of them.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.dictionary.training;
