/**
 * <b>What is asked of a fit, and what comes out?</b> Values: options, updates, stopping, the state of an iteration,
 * the factorization A ≈ ZY and its file.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize;
