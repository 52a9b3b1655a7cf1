/**
 * <b>What would a verb do?</b> Shapes, memory and time for {@code --dry-run}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.plan;
