/**
 * <b>Where in the text of a cell are its magics, and what is Java?</b>
 * Text in, text out: nothing here runs anything.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.kernel.text;
