/**
 * <b>What does a checkpoint say of itself?</b> Configurations and weights in the layout of the Hugging Face hub.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.checkpoint;
