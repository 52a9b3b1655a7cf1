/**
 * <b>What is known of a feature?</b> Its contexts, neurons, share of the reconstruction, and what it shares with
 * others.
 */
package org.snmf.features;
