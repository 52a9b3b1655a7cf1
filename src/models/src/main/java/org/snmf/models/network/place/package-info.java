/**
 * <b>Where in the network?</b> Sites, locations, positions, and what is changed there.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.network.place;
