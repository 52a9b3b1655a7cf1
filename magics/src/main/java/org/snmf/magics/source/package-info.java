/**
 * <b>Which model, data and features are meant?</b> Options that name them, folders and the hub, and how they come into the session.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.source;
