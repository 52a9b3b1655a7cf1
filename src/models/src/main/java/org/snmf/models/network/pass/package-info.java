/**
 * <b>How do rows go through?</b> Packed batches, attention, caches, readers and interventions. Entered by what runs a
 * model.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.network.pass;
