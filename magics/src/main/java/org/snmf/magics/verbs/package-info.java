/**
 * <b>Which verbs are there, and how is one run?</b> The list of verbs, help, completion.
 */
package org.snmf.magics.verbs;
