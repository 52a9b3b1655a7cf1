/**
 * <b>Does the model compute what the reference computes?</b> Comparison with golden values.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.parity;
