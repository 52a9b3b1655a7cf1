/**
 * <b>How does a cell run?</b> The bundled Java kernel.
 */
package org.snmf.magics.kernel;
