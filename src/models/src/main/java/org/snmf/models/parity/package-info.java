/**
 * <b>Does the model compute what the reference computes?</b> Comparison with golden values.
 */
package org.snmf.models.parity;
