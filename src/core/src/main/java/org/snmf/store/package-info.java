/**
 * <b>What was captured, and from where?</b> Stores of activations with their tokens, and the provenance of every
 * result.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.store;
