/**
 * <b>What is a matrix?</b> Activations A, coefficients Y, sparse features Z, and seeded random numbers. A is token-
 * major: row t is token t.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.matrix;
