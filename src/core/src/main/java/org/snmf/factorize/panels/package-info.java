/**
 * <b>Where do A and Y lie while they are worked on?</b> Panels of tokens, held in memory, filed or streamed. Entered
 * by the fit, the starts and the sums only.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.panels;
