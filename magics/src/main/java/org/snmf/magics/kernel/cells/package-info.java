/**
 * <b>How does the Java of a cell run, what does it return, and how does it fail?</b>
 * JShell and nothing of Jupyter.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.kernel.cells;
