/**
 * <b>Which sentences are read?</b> Data sets in the shapes that the field uses, and word lists. No model is needed to
 * read them.
 */
package org.snmf.data;
