/**
 * <b>Where in the network?</b> Sites, locations, positions, and what is changed there.
 */
package org.snmf.models.network.place;
