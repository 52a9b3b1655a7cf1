/**
 * <b>What other Java does a notebook bring in?</b> Jars, artifacts of Maven repositories, files of cells.
 */
package org.snmf.magics.kernel.library;
