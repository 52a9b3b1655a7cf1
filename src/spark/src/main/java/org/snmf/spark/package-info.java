/**
 * <b>How do the same fit and capture run on a cluster?</b> Of a fit each partition of a Spark application keeps its tokens' A and
 * Y; what travels is Z down and the sums of a pass up, whose size does not depend on n. A capture is work in pieces, whose files a
 * folder takes that all machines see.
 */
@NullMarked
package org.snmf.spark;

import org.jspecify.annotations.NullMarked;
