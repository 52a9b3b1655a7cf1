/**
 * <b>Where in the text of a cell are its magics, and what is Java?</b>
 * Text in, text out: nothing here runs anything.
 */
package org.snmf.magics.kernel.source;
