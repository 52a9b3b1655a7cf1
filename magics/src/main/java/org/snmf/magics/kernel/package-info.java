/**
 * <b>How does a kernel answer Jupyter?</b> Messages in, messages out; what a cell's Java does is asked of {@code cells}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.kernel;
