/**
 * <b>What is known of a feature?</b> Its contexts, neurons, share of the reconstruction, and what it shares with
 * others.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.features;
