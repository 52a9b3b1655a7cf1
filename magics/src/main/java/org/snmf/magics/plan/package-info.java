/**
 * <b>What would a verb do?</b> Shapes, memory and time for {@code --dry-run}.
 */
package org.snmf.magics.plan;
