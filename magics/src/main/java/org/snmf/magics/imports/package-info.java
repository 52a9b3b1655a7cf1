/**
 * <b>Which names does a cell know from the start?</b> The imports that the bundled kernel and the adapters bring.
 */
package org.snmf.magics.imports;
