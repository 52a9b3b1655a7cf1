/**
 * <b>Who does work that falls into pieces?</b> The machines of a cluster, for a module that must not know which cluster it is.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.cluster;
