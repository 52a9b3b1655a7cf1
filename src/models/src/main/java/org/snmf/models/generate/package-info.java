/**
 * <b>How does the model go on?</b> Continuations in batches, sampled or greedy.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.generate;
