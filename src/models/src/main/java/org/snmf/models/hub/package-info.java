/**
 * <b>How does a model get here?</b> Downloads from the hub with resume and checksum, and its shared cache.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.hub;
