/**
 * <b>Which verbs are there, and how is one run?</b> The list of verbs, help, completion.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.verbs;
