/**
 * <b>How do words become an outcome?</b> A line of words, the call of a verb, its outcome.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.run;
