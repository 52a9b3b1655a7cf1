/**
 * <b>Which sentences are read?</b> Data sets in the shapes that the field uses, and word lists. No model is needed to
 * read them.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.data;
