/**
 * <b>What other Java does a notebook bring in?</b> Jars, artifacts of Maven repositories, files of cells.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.kernel.library;
