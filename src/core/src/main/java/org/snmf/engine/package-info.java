/**
 * <b>Who multiplies, and in which lane?</b> Dense products on PyTorch or ND4J, loops over rows in parallel lanes,
 * native blocks with one owner, small positive definite systems.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.engine;
