/**
 * <b>Which sums does a step need?</b> ZᵀA with sparse Z, ZᵀZ, Y·Aᵀ and Y·Yᵀ added up over panels. Entered by the
 * steps, the starts, the fit and the encoder.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.products;
