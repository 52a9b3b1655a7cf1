/**
 * <b>What does a verb take?</b> Options that several verbs share, and what they stand for.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.options;
