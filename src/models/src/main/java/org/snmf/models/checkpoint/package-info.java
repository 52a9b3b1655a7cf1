/**
 * <b>What does a checkpoint say of itself?</b> Configurations and weights in the layout of the Hugging Face hub.
 */
package org.snmf.models.checkpoint;
