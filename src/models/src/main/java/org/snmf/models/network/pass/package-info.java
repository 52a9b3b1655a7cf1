/**
 * <b>How do rows go through?</b> Packed batches, attention, caches, readers and interventions. Entered by what runs a
 * model.
 */
package org.snmf.models.network.pass;
