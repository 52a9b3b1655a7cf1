/**
 * <b>How do sentences become A?</b> Sentences through the model, the activations of chosen places kept in memory or in
 * a store.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.capture;
