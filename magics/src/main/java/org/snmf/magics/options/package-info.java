/**
 * <b>What does a verb take?</b> Options that several verbs share, and what they stand for.
 */
package org.snmf.magics.options;
