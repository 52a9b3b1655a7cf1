/**
 * <b>How does a model get here, and how do results get there?</b> Downloads from the hub with resume and checksum, its shared cache,
 * and pushes that send what the hub has not.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.hub;
