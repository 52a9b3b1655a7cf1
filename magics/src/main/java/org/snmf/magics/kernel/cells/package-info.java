/**
 * <b>How does the Java of a cell run, what does it return, and how does it fail?</b>
 * JShell and nothing of Jupyter.
 */
package org.snmf.magics.kernel.cells;
