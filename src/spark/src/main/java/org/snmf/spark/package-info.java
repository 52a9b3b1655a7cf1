/**
 * <b>How does the same fit run on a cluster?</b> Each partition of a Spark application keeps its tokens' A and Y; what travels is Z
 * down and the sums of a pass up, whose size does not depend on n.
 */
@NullMarked
package org.snmf.spark;

import org.jspecify.annotations.NullMarked;
