/**
 * <b>Which groups of neurons act together, and when?</b> A nonnegative tensor factorization of the affinities of neurons over
 * labels or stretches of text, communities within its factors, and their overlap with the features: what the literature on
 * networks that change in time does (Gauvin, Panisson and Cattuto 2014), beside SNMF.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.dynamics;
