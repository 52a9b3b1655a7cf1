/**
 * <b>Which names does a cell know from the start?</b> The imports that the bundled kernel and the adapters bring.
 */
@NullMarked
package org.snmf.magics.imports;

import org.jspecify.annotations.NullMarked;
