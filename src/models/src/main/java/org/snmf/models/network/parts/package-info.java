/**
 * <b>What is a family made of?</b> Norms, projections, MLPs, and which tensors of a checkpoint they are. Entered by
 * the pass and the plan only.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.network.parts;
