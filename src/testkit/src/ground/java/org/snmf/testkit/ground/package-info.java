/**
 * <b>What do tests of the lower floors share?</b> Stops, small matrices and tables, on the ground floor alone.
 */
@NullMarked
package org.snmf.testkit.ground;

import org.jspecify.annotations.NullMarked;
