/**
 * <b>Where does a verb show what it has to say?</b> A cell or a terminal, with bars that move.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.screen;
