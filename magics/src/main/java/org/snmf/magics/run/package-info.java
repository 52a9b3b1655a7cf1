/**
 * <b>How do words become an outcome?</b> A line of words, the call of a verb, its outcome.
 */
package org.snmf.magics.run;
