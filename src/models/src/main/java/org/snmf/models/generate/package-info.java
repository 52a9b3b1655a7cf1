/**
 * <b>How does the model go on?</b> Continuations in batches, sampled or greedy.
 */
package org.snmf.models.generate;
