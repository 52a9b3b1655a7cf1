/**
 * <b>What will it take?</b> Memory and time before a weight is read.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.network.estimate;
