/**
 * <b>What will it take?</b> Memory and time before a weight is read.
 */
package org.snmf.models.network.estimate;
