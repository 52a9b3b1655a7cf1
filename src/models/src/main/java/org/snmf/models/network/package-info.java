/**
 * <b>What does a user hold of a model?</b> The loaded model, a whole traced pass, and the projection of directions to
 * the vocabulary.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.network;
