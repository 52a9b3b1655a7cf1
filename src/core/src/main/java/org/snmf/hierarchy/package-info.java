/**
 * <b>How do levels of features stack?</b> Recursive factorization of features (paper, Appendix F.1) and the file of a
 * hierarchy.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.hierarchy;
